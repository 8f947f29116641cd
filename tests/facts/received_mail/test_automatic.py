"""Whom nobody answers by program, and what would go round."""

from __future__ import annotations

import pytest

from ses_constructs.facts.received_mail import HeaderBlock
from ses_constructs.facts.received_mail.automatic import automatic, is_robot, loop
from tests.corpus.messages import AUTOMATIC, HEAD

OWN = "forwarder@example.com"


def header(lines: bytes) -> HeaderBlock:
    return HeaderBlock.of(HEAD + lines + b"\r\n\r\n")


@pytest.mark.parametrize(
    "name", [name for name in AUTOMATIC if name not in ("our own", "our own in capitals", "150 hosts")]
)
def test_what_a_program_sent_is_seen(name: str) -> None:
    assert automatic(header(AUTOMATIC[name]), "ada@author.test") is not None


@pytest.mark.parametrize(
    "lines", [b"", b"Auto-Submitted: no", b"Precedence: first-class", b"X-Auto-Response-Suppress: DR"]
)
def test_a_person_is_seen(lines: bytes) -> None:
    assert automatic(header(lines), "ada@author.test") is None


@pytest.mark.parametrize(
    "address",
    ["MAILER-DAEMON@x.test", "no-reply@x.test", "owner-list@x.test", "list-request@x.test", "bounces+7@x.test"],
)
def test_programs_have_names(address: str) -> None:
    assert is_robot(address)
    assert automatic(header(b""), address) is not None


@pytest.mark.parametrize("address", ["ada@x.test", "owner@x.test", "request@x.test", "reply@x.test"])
def test_people_have_names_too(address: str) -> None:
    assert not is_robot(address)


@pytest.mark.parametrize("name", ["our own", "our own in capitals", "150 hosts"])
def test_a_loop_is_seen(name: str) -> None:
    assert loop(header(AUTOMATIC[name]), memoryview(b""), envelope_sender="ada@author.test", own=OWN) is not None


@pytest.mark.parametrize(
    ("source", "found"), [("", True), ("mailer-daemon@x.test", True), ("ada@author.test", False)]
)
def test_a_bounce_of_our_own_is_seen_by_the_mark_in_it(source: str, found: bool) -> None:
    body = memoryview(b"Returned:\r\n\r\nx-loop: Forwarder@example.com\r\n")
    assert (loop(header(b""), body, envelope_sender=source, own=OWN) is not None) is found


def test_mail_of_anybody_else_goes_on() -> None:
    lines = b"X-Loop: other@example.com\r\nReceived: a"
    assert loop(header(lines), memoryview(b"text"), envelope_sender="", own=OWN) is None

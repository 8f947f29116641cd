"""Whom nobody answers by program, and what would go round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail
from ses_constructs.facts.received_mail.automatic import automatic, is_robot, loop, unanswerable
from tests.corpus.messages import AUTOMATIC, HEAD
from tests.lambdas.mail_world import notice

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


def unanswered(lines: bytes = b"", given: Mapping[str, Any] | None = None) -> str | None:
    (received,) = ReceivedMail.all_in(notice("m1", **(given or {})))
    return unanswerable(received, HeaderBlock.of(HEAD + lines + b"\r\n\r\n"), own=OWN)


def test_the_sender_of_a_proven_message_may_be_answered() -> None:
    assert unanswered() is None
    assert unanswered(given={"dkim": "GRAY", "dmarc": "GRAY"}) is None


@pytest.mark.parametrize(
    "verdicts",
    [{"spf": "FAIL"}, {"spf": "GRAY"}, {"spf": "PROCESSING_FAILED"}, {"dkim": "FAIL"}, {"dmarc": "FAIL"}],
)
def test_who_may_be_made_up_hears_nothing(verdicts: dict[str, str]) -> None:
    """DKIM and DMARC may hold for the author while the envelope names somebody else: SPF alone proves that one."""
    assert unanswered(given=verdicts) == "its sender may be made up"


@pytest.mark.parametrize("given", [{"spam": "FAIL"}, {"virus": "FAIL"}, {"source": ""}, {"source": "<>"}])
def test_bad_mail_and_bounces_are_not_answered(given: dict[str, str]) -> None:
    assert unanswered(given=given) is not None


@pytest.mark.parametrize("source", [OWN, "MAILER-DAEMON@mail.test", "odd one@x y", "no-at"])
def test_programs_and_oneself_hear_nothing(source: str) -> None:
    assert unanswered(given={"source": source}) is not None


@pytest.mark.parametrize("name", [name for name in AUTOMATIC if name != "150 hosts"])
def test_what_no_person_wrote_is_not_answered(name: str) -> None:
    assert unanswered(AUTOMATIC[name]) is not None

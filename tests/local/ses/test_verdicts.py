"""Verdicts by test strings and by the labels of ``.test`` domains."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.verdicts import GTUBE, Verdicts, verdicts_of


def mail(author: str, body: bytes = b"hello") -> bytes:
    return f"From: A <{author}>\r\nSubject: s\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("source", "author", "expected"),
    [
        ("a@example.com", "a@example.com", Verdicts()),
        ("a@spf-fail.example.com", "a@spf-fail.example.com", Verdicts()),
        ("a@spf-fail.test", "a@example.com", Verdicts(spf="FAIL")),
        ("a@SPF-Fail.TEST", "a@example.com", Verdicts(spf="FAIL")),
        ("a@example.com", "a@spf-fail.test", Verdicts()),
        ("a@example.com", "a@dkim-gray.test", Verdicts(dkim="GRAY")),
        ("a@dkim-fail.test", "a@example.com", Verdicts()),
        ("a@example.com", "a@dkim-error.test", Verdicts(dkim="PROCESSING_FAILED")),
        (
            "a@spf-fail.test",
            "a@dkim-fail.test",
            Verdicts(spf="FAIL", dkim="FAIL", dmarc="FAIL", dmarc_policy="none"),
        ),
        ("a@b.c", "a@dmarc-reject.test", Verdicts(dmarc="FAIL", dmarc_policy="reject")),
        (
            "a@b.c",
            "a@x.dkim-fail.dmarc-quarantine.test",
            Verdicts(dkim="FAIL", dmarc="FAIL", dmarc_policy="quarantine"),
        ),
        ("a@b.c", "a@dmarc-none.test", Verdicts(dmarc="FAIL", dmarc_policy="none")),
        ("a@b.c", "a@dmarc-fail.test", Verdicts(dmarc="FAIL", dmarc_policy="none")),
        ("a@b.c", "a@dmarc-gray.test", Verdicts(dmarc="GRAY")),
        ("a@b.c", "a@spf-fail.dkim-fail.dmarc-pass.test", Verdicts(dkim="FAIL")),
    ],
)
def test_senders_choose_their_verdict(source: str, author: str, expected: Verdicts) -> None:
    assert verdicts_of(source, mail(author)) == expected


def test_without_a_from_header_the_envelope_speaks() -> None:
    assert verdicts_of("a@dkim-fail.test", b"Subject: s\r\n\r\nx").dkim == "FAIL"


@pytest.mark.parametrize(
    ("body", "spam", "virus"),
    [
        (b"hello", "PASS", "PASS"),
        (GTUBE, "FAIL", "PASS"),
        (EICAR, "PASS", "FAIL"),
        (GTUBE + EICAR, "FAIL", "FAIL"),
    ],
)
def test_test_strings_are_spam_and_virus(body: bytes, spam: str, virus: str) -> None:
    found = verdicts_of("a@example.com", mail("a@example.com", body))
    assert (found.spam, found.virus) == (spam, virus)


@pytest.mark.parametrize("source", ["", "nobody", "@test", "a@test", "a@", "\udcff@test"])
def test_odd_senders_pass(source: str) -> None:
    assert verdicts_of(source, b"").spf == "PASS"

"""What a forwarded message looks like."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from ses_constructs.facts.received_mail import HeaderBlock
from ses_constructs.facts.received_mail.forwarding import ONLY_ONCE, Letter
from tests.corpus.messages import HEAD

LETTER = Letter(
    sender="forwarder@example.com", received_for="support@example.com", envelope_sender="ada@author.test"
)


def forwarded(raw: bytes) -> HeaderBlock:
    return HeaderBlock.of(LETTER.forwarded(raw, HeaderBlock.of(raw)))


def test_the_author_stays_the_one_who_is_answered() -> None:
    header = forwarded(HEAD + b"Cc: c@d.test\r\nIn-Reply-To: <0@x>\r\n\r\nText")
    assert header.first("from") == '"Ada via support@example.com" <forwarder@example.com>'
    assert header.first("reply-to") == "ada@author.test"
    assert header.first("x-original-message-id") == "<1@author.test>"
    assert (header.first("to"), header.first("cc")) == ("support@example.com", "c@d.test")
    assert header.first("in-reply-to") == "<0@x>"


def test_an_own_reply_to_wins() -> None:
    assert forwarded(HEAD + b"Reply-To: Team <team@author.test>\r\n\r\n").first("reply-to") == "team@author.test"


def test_it_says_for_whom_it_came_and_nobody_else_does() -> None:
    header = forwarded(HEAD + b"X-Original-To: eve@evil.test\r\n\r\n")
    assert header.all("x-original-to") == ("support@example.com",)
    odd = Letter(sender="forwarder@example.com", received_for="ä@example.com", envelope_sender="")
    raw = HEAD + b"\r\nText"
    assert HeaderBlock.of(odd.forwarded(raw, HeaderBlock.of(raw))).first("x-original-to") is None


@pytest.mark.parametrize("name", ["X-SES-Anything", "DKIM-Signature", "Bcc", "Sender", "Return-Path", "ARC-Seal"])
def test_what_speaks_to_ses_or_no_longer_holds_is_left_out(name: str) -> None:
    assert forwarded(HEAD + name.encode() + b": x\r\n\r\n").first(name.lower()) is None


def test_what_ses_takes_once_is_there_once() -> None:
    assert len(ONLY_ONCE) == 60, "the guide lists sixty"
    assert forwarded(HEAD + b"Date: a\r\nDate: b\r\nReceived: c\r\nReceived: d\r\n\r\n").all("date") == ("a",)


def test_without_an_author_the_envelope_says_who() -> None:
    header = forwarded(b"Subject: x\r\n\r\nText")
    assert header.first("reply-to") == "ada@author.test"
    assert (header.first("from") or "").startswith('"ada@author.test via')


def test_letters_outside_ascii_become_encoded_words() -> None:
    raw = HEAD + "Subject: Grüße\r\nX-Ünknown: ä\r\n\r\n".encode()
    made = LETTER.forwarded(raw, HeaderBlock.of(raw))
    assert HeaderBlock.of(made).first("subject") == "Grüße"
    assert made[: HeaderBlock.of(made).body_at].isascii()


def test_a_notice_says_what_is_missing_and_where_it_is() -> None:
    raw = HEAD + b"Subject: =?utf-8?q?a=0d=0aBcc:_eve@evil.test?=\r\n\r\n"
    made = LETTER.notice(
        HeaderBlock.of(raw), to="r@corp.test", why="it is too large", size=7, saved_as="s3://mail/x"
    )
    message = message_from_bytes(made, policy=policy.default)
    assert message["Subject"] == "Not forwarded: a Bcc: eve@evil.test"
    assert message["Bcc"] is None
    assert (message["To"], message["Auto-Submitted"]) == ("r@corp.test", "auto-generated")
    text = message.get_content()
    assert all(part in text for part in ("it is too large", "ada@author.test", "7 bytes", "s3://mail/x"))

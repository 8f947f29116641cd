"""Who gets an automatic reply, and what it looks like. RFC 3834."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any

import pytest

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail
from ses_constructs.facts.received_mail.replying import Reply
from tests.corpus.messages import HEAD
from tests.lambdas.mail_world import notice

REPLY = Reply(sender="support@example.com", sender_name="", subject="", text="Later.")


def why_not(raw: bytes = HEAD + b"\r\n", **given: Any) -> str | None:
    (received,) = ReceivedMail.all_in(notice("m", **given))
    return REPLY.why_not(received, HeaderBlock.of(raw))


def test_a_person_who_writes_here_gets_an_answer() -> None:
    assert why_not() is None


@pytest.mark.parametrize(
    "given",
    [
        {"source": ""},
        {"source": "support@example.com"},
        {"source": "not an address"},
        {"source": "no-reply@x.test"},
        {"spam": "FAIL"},
        {"virus": "FAIL"},
        {"spf": "FAIL"},
        {"dmarc": "FAIL"},
        {"recipients": ("alias@example.com",)},
    ],
)
def test_others_get_none(given: dict[str, Any]) -> None:
    assert why_not(**given) is not None


@pytest.mark.parametrize("line", [b"Auto-Submitted: auto-replied", b"List-Id: x", b"X-Loop: support@example.com"])
def test_what_a_program_sent_gets_none(line: bytes) -> None:
    assert why_not(HEAD + line + b"\r\n\r\n") is not None


def test_a_reply_says_that_it_is_one() -> None:
    header = HeaderBlock.of(HEAD + b"Subject: Where?\r\nReferences: <0@x> rubbish <a b>\r\n\r\n")
    message = message_from_bytes(REPLY.message(header, to="ada@author.test"))
    assert message["Subject"] == "Auto: Where?"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<1@author.test>"
    assert message["References"] == "<0@x> <1@author.test>"
    assert message["X-Loop"] == "support@example.com"


def test_own_words_win() -> None:
    named = Reply(sender="s@example.com", sender_name="Grüße", subject="Away", text="ä")
    message = message_from_bytes(named.message(HeaderBlock.of(HEAD), to="a@b.test"))
    assert message["Subject"] == "Away"
    assert "<s@example.com>" in message["From"]


def test_a_subject_brings_no_header_along() -> None:
    header = HeaderBlock.of(HEAD + b"Subject: =?utf-8?q?x=0d=0aBcc:_e@evil.test=0d=0a=0d=0aBuy!?=\r\n\r\n")
    message = message_from_bytes(REPLY.message(header, to="a@b.test"))
    assert message["Bcc"] is None
    assert str(message.get_payload()).strip() == "Later."

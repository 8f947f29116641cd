"""Bounces of messages that were received before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest

from ses_constructs.local.ses.bounced_later import Arrived, check, notification
from ses_constructs.local.ses.failures import RefusedError

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ARRIVED = Arrived(NOW - timedelta(hours=23), "ada@author.test", ("Me@example.com",))


def bounced(recipient: str = "me@example.com", **more: Any) -> list[dict[str, Any]]:
    return [{"Recipient": recipient, **more}]


def test_a_message_of_the_last_day_is_bounced() -> None:
    assert check(ARRIVED, "m", bounced(), now=NOW) is ARRIVED
    final = {"FinalRecipient": "me@example.com"}
    assert check(ARRIVED, "m", bounced("else@x.test", RecipientDsnFields=final), now=NOW) is ARRIVED


@pytest.mark.parametrize(
    ("arrived", "recipient", "hours"),
    [(None, "me@example.com", 0), (ARRIVED, "me@example.com", 2), (ARRIVED, "you@example.com", 0)],
)
def test_others_are_not(arrived: Arrived | None, recipient: str, hours: int) -> None:
    with pytest.raises(RefusedError) as refused:
        check(arrived, "m", bounced(recipient), now=NOW + timedelta(hours=hours))
    assert refused.value.v1 == "MessageRejected"


def block(parameters: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The text for people, and the fields about the recipient."""
    parts = list(message_from_bytes(notification(parameters, "ada@author.test")).walk())
    text = next(part for part in parts if part.get_content_type() == "text/plain")
    fields = next(part for part in parts if part["Final-Recipient"])
    return str(text.get_payload()).strip(), dict(fields.items())


def test_the_sender_gets_what_the_caller_says() -> None:
    dsn = {"Action": "failed", "Status": "5.2.1", "DiagnosticCode": "smtp; 550 no"}
    text, fields = block(
        {
            "BounceSender": "b@example.com",
            "Explanation": "Nobody reads it.",
            "BouncedRecipientInfoList": bounced(RecipientDsnFields=dsn),
        }
    )
    assert text == "Nobody reads it."
    assert fields == {
        "Final-Recipient": "rfc822; me@example.com",
        "Action": "failed",
        "Status": "5.2.1",
        "Diagnostic-Code": "smtp; 550 no",
    }


@pytest.mark.parametrize(("kind", "status"), [("DoesNotExist", "5.1.1"), ("Undefined", "5.0.0")])
def test_a_type_stands_for_a_status(kind: str, status: str) -> None:
    _, fields = block({"BounceSender": "b@example.com", "BouncedRecipientInfoList": bounced(BounceType=kind)})
    assert fields["Status"] == status

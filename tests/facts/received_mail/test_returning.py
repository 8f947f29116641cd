"""What came back to a forwarder: whose it is, and what its sender may hear."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.facts.received_mail.returning import Returned
from tests.lambdas.mail_world import notice


def event(
    *,
    kind: str = "Permanent",
    subtype: str = "General",
    recipients: list[dict[str, str]] | None = None,
    tags: dict[str, list[str]] | None = None,
    headers: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """A bounce as EventBridge brings it."""
    mail = {
        "messageId": "sent-1",
        "destination": ["reader@corp.test"],
        "tags": {"forwarder": ["F"], "forwarded-message": ["m1"], "forwarded-sender": ["tell"], **(tags or {})},
        "headers": [{"name": "X-Original-To", "value": "support@example.com"}] if headers is None else headers,
    }
    bounced = [{"emailAddress": "reader@corp.test", "action": "failed", "status": "5.1.1"}]
    bounce = {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": bounced if recipients is None else recipients,
        "timestamp": "2026-11-20T10:00:00.000Z",
    }
    detail = {"eventType": "Bounce", "mail": mail, "bounce": bounce}
    return {"source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}


def returned(**given: Any) -> list[Returned]:
    return list(Returned.all_in(event(**given), forwarder="F"))


def test_a_bounce_names_the_message_and_for_whom_it_came() -> None:
    assert returned() == [
        Returned(
            message_id="m1",
            reader="reader@corp.test",
            recipient="support@example.com",
            why="Permanent General 5.1.1",
            status="5.1.1",
        )
    ]


def test_mail_of_somebody_else_is_passed_over() -> None:
    assert returned(tags={"forwarder": ["G"]}) == []
    assert list(Returned.all_in({"Records": []}, forwarder="F")) == []
    assert list(Returned.all_in(notice("m1"), forwarder="F")) == []


@pytest.mark.parametrize("more", [{}, {"action": "failed", "status": "2.0.0"}, {"status": "rubbish"}])
def test_an_answer_of_a_readers_program_is_no_bounce(more: dict[str, str]) -> None:
    assert returned(kind="Transient", recipients=[{"emailAddress": "reader@corp.test", **more}]) == []


@pytest.mark.parametrize(
    ("kind", "subtype", "status", "told"),
    [
        ("Transient", "General", "4.4.7", "4.4.7"),
        ("Transient", "MailboxFull", None, "4.0.0"),
        ("Transient", "ContentRejected", "5.7.1", "5.7.1"),
        ("Permanent", "OnAccountSuppressionList", None, "5.0.0"),
        ("Permanent", "General", "5.1.1\r\nX: y", "5.0.0"),
        ("Undetermined", "Undetermined", None, None),
        ("Undetermined", "Undetermined", "5.4.4", "5.4.4"),
    ],
)
def test_the_sender_hears_a_status_that_is_one(
    kind: str, subtype: str, status: str | None, told: str | None
) -> None:
    bounced = {"emailAddress": "reader@corp.test", "action": "failed"}
    if status is not None:
        bounced["status"] = status
    (found,) = returned(kind=kind, subtype=subtype, recipients=[bounced])
    assert found.status == told


@pytest.mark.parametrize("tags", [{"forwarded-sender": ["leave"]}, {"forwarded-sender": []}])
def test_who_was_not_proven_then_hears_nothing_now(tags: dict[str, list[str]]) -> None:
    (found,) = returned(tags=tags)
    assert found.status is None
    assert found.why == "Permanent General 5.1.1", "operators hear it all the same"


@pytest.mark.parametrize("headers", [[], [{"name": "X-Original-To", "value": "a b"}]])
def test_for_whom_it_came_may_be_lost(headers: list[dict[str, str]]) -> None:
    (found,) = returned(headers=headers)
    assert found.recipient is None


def test_what_ses_rejected_is_for_operators_alone() -> None:
    rejected = event()
    rejected["detail-type"] = "Email Rejected"
    del rejected["detail"]["bounce"]
    rejected["detail"] |= {"eventType": "Reject", "reject": {"reason": "Bad content"}}
    (found,) = Returned.all_in(rejected, forwarder="F")
    assert (found.reader, found.why, found.status) == ("reader@corp.test", "Reject", None)


def test_what_a_reader_complained_of_is_for_operators_alone() -> None:
    unwanted = event()
    unwanted["detail-type"] = "Email Complaint Received"
    del unwanted["detail"]["bounce"]
    complaint = {"complainedRecipients": [{"emailAddress": "reader@corp.test"}], "complaintFeedbackType": "abuse"}
    unwanted["detail"] |= {"eventType": "Complaint", "complaint": complaint}
    (found,) = Returned.all_in(unwanted, forwarder="F")
    assert (found.reader, found.why, found.status) == ("reader@corp.test", "Complaint", None)

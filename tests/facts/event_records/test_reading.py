"""Payloads, read from a record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ses_constructs.facts.event_records import (
    Bounce,
    Click,
    Complaint,
    Delivery,
    DeliveryDelay,
    MailEvent,
    Open,
    Recipient,
    Reject,
    RenderingFailure,
    Send,
    Subscription,
    TopicPreferences,
)
from ses_constructs.facts.events import BounceType
from tests.facts.event_records.records import YOU, record

AT = datetime(2026, 11, 21, 10, 0, 5, 456000, tzinfo=UTC)


def payload(kind: str, **changed: Any) -> object:
    return MailEvent.of_record(record(kind, **changed)).payload


def test_each_payload_has_all_its_members() -> None:
    code = "smtp; 550 5.1.1 user unknown"
    bounced = Recipient(address=YOU, action="failed", status="5.1.1", diagnostic_code=code)
    assert payload("Bounce") == Bounce(
        bounce_type=BounceType.PERMANENT,
        bounce_subtype="General",
        recipients=(bounced,),
        feedback_id="0100-f",
        reporting_mta="dns; a8-50.smtp-out.amazonses.com",
        timestamp=AT,
    )
    assert payload("Complaint", complaintSubType="OnAccountSuppressionList") == Complaint(
        recipients=(Recipient(address=YOU),),
        complaint_subtype="OnAccountSuppressionList",
        complaint_feedback_type="abuse",
        user_agent="Loop/1.0",
        arrival_date=AT,
        feedback_id="0100-f",
        timestamp=AT,
    )
    assert payload("Delivery") == Delivery(
        recipients=(YOU,),
        processing_time_millis=5333,
        smtp_response="250 2.6.0 Message received",
        reporting_mta="a8-50.smtp-out.amazonses.com",
        timestamp=AT,
    )


def test_each_payload_without_recipients_has_all_its_members() -> None:
    assert payload("Send") == Send()
    assert payload("Reject") == Reject(reason="Bad content")
    assert payload("Open") == Open(ip_address="192.0.2.7", user_agent="Mail/1.0", timestamp=AT)
    assert payload("Click") == Click(
        ip_address="192.0.2.7",
        user_agent="Browser/1.0",
        link="https://shop.example/sale",
        link_tags={"place": ("top",)},
        timestamp=AT,
    )
    failure = RenderingFailure(template_name="hi", error_message="Attribute 'name' is not present.")
    assert payload("Rendering Failure") == failure


def test_a_delay_and_a_subscription() -> None:
    delay = payload("DeliveryDelay")
    assert isinstance(delay, DeliveryDelay)
    assert delay.addresses == (YOU,)
    assert delay.expiration_time == datetime(2026, 11, 22, tzinfo=UTC)
    assert payload("Subscription") == Subscription(
        contact_list="readers",
        source="UnsubscribeHeader",
        old_preferences=TopicPreferences(unsubscribe_all=False, topics={"offers": "OptIn"}),
        # The API spells it OPT_OUT.
        new_preferences=TopicPreferences(unsubscribe_all=True, topics={"offers": "OptOut"}),
        timestamp=AT,
    )


def test_members_that_are_new_are_kept() -> None:
    bounce = payload("Bounce", remoteMtaIp="192.0.2.9", weather="rain")
    assert isinstance(bounce, Bounce)
    assert (bounce.remote_mta_ip, bounce.extra) == ("192.0.2.9", {"weather": "rain"})

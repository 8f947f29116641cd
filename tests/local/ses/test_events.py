"""Event records have the shapes of the guide."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ses_constructs.local.ses.events import EventType
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

EVERYTHING = [event.value for event in EventType]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.listen("all", *EVERYTHING)
    return account


def records(world: FakeWorld) -> list[dict[str, Any]]:
    return [json.loads(published.message) for published in world.published]


def record(world: FakeWorld, kind: str) -> dict[str, Any]:
    (found,) = (each for each in records(world) if each["eventType"] == kind)
    return found


def test_a_delivered_message_is_sent_and_delivered(sender: Account, world: FakeWorld) -> None:
    message_id = sender.send(
        "you@example.net",
        ConfigurationSetName="all",
        EmailTags=[{"Name": "campaign", "Value": "spring"}],
    )
    send, delivery = records(world)
    assert (send["eventType"], send["send"]) == ("Send", {})
    assert set(send) == {"eventType", "mail", "send"}
    mail = send["mail"]
    assert mail["messageId"] == message_id
    assert mail["source"] == f"hello@{DOMAIN}"
    assert mail["sourceArn"] == f"arn:aws:ses:us-east-1:123456789012:identity/{DOMAIN}"
    assert mail["sendingAccountId"] == "123456789012"
    assert mail["destination"] == ["you@example.net"]
    assert mail["headersTruncated"] is False
    assert {"name": "Subject", "value": "Hi"} in mail["headers"]
    assert mail["commonHeaders"]["from"] == [f"hello@{DOMAIN}"]
    assert mail["commonHeaders"]["messageId"] == message_id
    assert TIME.fullmatch(mail["timestamp"])
    assert mail["tags"]["campaign"] == ["spring"]
    assert mail["tags"]["ses:configuration-set"] == ["all"]
    assert mail["tags"]["ses:from-domain"] == [DOMAIN]
    assert mail["tags"]["ses:operation"] == ["SendEmail"]
    assert mail["tags"]["ses:caller-identity"] == ["AKIATEST"]
    assert all(isinstance(values, list) for values in mail["tags"].values())
    assert set(delivery["delivery"]) == {
        "timestamp",
        "processingTimeMillis",
        "recipients",
        "smtpResponse",
        "reportingMTA",
    }
    assert delivery["delivery"]["recipients"] == ["you@example.net"]
    assert "ses:outgoing-ip" in delivery["mail"]["tags"]


def test_a_hard_bounce(sender: Account, world: FakeWorld) -> None:
    sender.send("x@bounce.test", ConfigurationSetName="all")
    bounce = record(world, "Bounce")["bounce"]
    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Permanent", "General")
    (recipient,) = bounce["bouncedRecipients"]
    assert recipient == {
        "emailAddress": "x@bounce.test",
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    }
    assert bounce["feedbackId"]
    assert bounce["reportingMTA"].startswith("dns; ")


def test_a_complaint_follows_its_delivery(sender: Account, world: FakeWorld) -> None:
    sender.send("x@complaint.test", ConfigurationSetName="all")
    assert [each["eventType"] for each in records(world)] == ["Send", "Delivery", "Complaint"]
    complaint = record(world, "Complaint")["complaint"]
    assert complaint["complainedRecipients"] == [{"emailAddress": "x@complaint.test"}]
    assert complaint["complaintSubType"] is None
    assert complaint["complaintFeedbackType"] == "abuse"


def test_a_delay_has_no_headers(sender: Account, world: FakeWorld) -> None:
    sender.send("x@delay.test", ConfigurationSetName="all")
    found = record(world, "DeliveryDelay")
    assert found["deliveryDelay"]["delayType"] == "TransientCommunicationFailure"
    assert found["deliveryDelay"]["delayedRecipients"][0]["status"] == "4.4.1"
    assert not {"headers", "commonHeaders"} & set(found["mail"])


def test_a_virus_is_rejected_and_never_delivered(sender: Account, world: FakeWorld) -> None:
    from ses_constructs.local.ses.delivery import EICAR

    sender.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": ["you@example.net"]},
        Content={"Raw": {"Data": b"Subject: bad\r\n\r\n" + EICAR}},
        ConfigurationSetName="all",
    )
    assert [each["eventType"] for each in records(world)] == ["Send", "Reject"]
    assert record(world, "Reject")["reject"] == {"reason": "Bad content"}


def test_a_template_without_its_data_is_a_rendering_failure(sender: Account, world: FakeWorld) -> None:
    sender.v2.create_email_template(TemplateName="hi", TemplateContent={"Subject": "Hi {{name}}", "Text": "t"})
    answer = sender.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": ["you@example.net"]},
        Content={"Template": {"TemplateName": "hi", "TemplateData": "{}"}},
        ConfigurationSetName="all",
    )
    (only,) = records(world)
    assert only["eventType"] == "Rendering Failure"
    assert only["failure"] == {
        "errorMessage": "Attribute 'name' is not present in the rendering data.",
        "templateName": "hi",
    }
    assert only["mail"]["messageId"] == answer["MessageId"]


def test_recipients_with_the_same_fate_share_a_record(sender: Account, world: FakeWorld) -> None:
    sender.send("a@example.net", "x@bounce.test", "b@example.net", ConfigurationSetName="all")
    assert record(world, "Delivery")["delivery"]["recipients"] == ["a@example.net", "b@example.net"]
    assert len(record(world, "Bounce")["bounce"]["bouncedRecipients"]) == 1
    assert record(world, "Send")["mail"]["destination"] == [
        "a@example.net",
        "x@bounce.test",
        "b@example.net",
    ]


def test_names_of_an_event_follow_the_guide() -> None:
    failure = EventType.RENDERING_FAILURE
    assert (failure.record_name, failure.payload_key, failure.metric_name) == (
        "Rendering Failure",
        "failure",
        "RenderingFailure",
    )
    delay = EventType.DELIVERY_DELAY
    assert (delay.record_name, delay.payload_key) == ("DeliveryDelay", "deliveryDelay")
    assert EventType.COMPLAINT.detail_type == "Email Complaint Received"


def test_long_headers_are_cut_off(sender: Account, world: FakeWorld) -> None:
    raw = b"Subject: s\r\nX-Long: " + b"x" * 11_000 + b"\r\n\r\nt"
    sender.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": ["you@example.net"]},
        Content={"Raw": {"Data": raw}},
        ConfigurationSetName="all",
    )
    mail = record(world, "Send")["mail"]
    assert mail["headersTruncated"] is True
    assert mail["headers"] == [{"name": "Subject", "value": "s"}]

"""Every record that the emulated SES speaks is read by software that people run, and by our own reader alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.facts.event_records import MailEvent, Parcel
from ses_constructs.facts.events import Event
from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.engagement import Reader
from ses_constructs.local.ses.events import EventType
from tests.end_to_end.django_readers import (
    DJANGO_SES_KNOWS,
    anymail_events,
    anymail_reads,
    configured_django,
    django_ses_reads,
    django_ses_signals,
)
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

__all__ = ["configured_django"]
AS_ANYMAIL_SAYS = {
    Event.SEND: "sent",
    Event.REJECT: "rejected",
    Event.BOUNCE: "bounced",
    Event.COMPLAINT: "complained",
    Event.DELIVERY: "delivered",
    Event.OPEN: "opened",
    Event.CLICK: "clicked",
    Event.RENDERING_FAILURE: "failed",
    # Taken, and passed on to the application under this name.
    Event.DELIVERY_DELAY: "unknown",
    Event.SUBSCRIPTION: "unknown",
}
YOU = "you@example.net"


@pytest.fixture
def spoken(account: Account, world: FakeWorld) -> dict[Event, dict[str, Any]]:
    """One record of each type, as the emulated SES published it."""
    account.verify()
    account.listen("all", *(event.value for event in EventType))
    account.v2.create_contact_list(ContactListName="readers")
    account.v2.create_contact(ContactListName="readers", EmailAddress=YOU)
    account.v2.create_email_template(TemplateName="hi", TemplateContent={"Subject": "{{name}}", "Text": "t"})
    message_id = send(account, YOU, Simple=simple('<a href="https://shop.example/">Shop</a>'))
    for address in ("x@bounce.test", "x@complaint.test", "x@delay.test"):
        send(account, address, Simple=simple("Hi"))
    send(account, YOU, Raw={"Data": b"Subject: bad\r\n\r\n" + EICAR})
    send(account, YOU, Template={"TemplateName": "hi", "TemplateData": "{}"})
    account.ses.open_message(account.place, message_id, Reader())
    account.ses.follow_link(account.place, message_id, "https://shop.example/", Reader())
    account.ses.unsubscribe(account.place, message_id, "readers", None)
    records = [json.loads(published.message) for published in world.published]
    by_type = {MailEvent.of_record(record).type: record for record in records}
    return {event: record for event, record in by_type.items() if event is not None}


def simple(html: str) -> dict[str, object]:
    return {"Subject": {"Data": "Hi"}, "Body": {"Html": {"Data": html}}}


def send(account: Account, to: str, **content: object) -> str:
    sent = account.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": [to]},
        Content=content,
        ConfigurationSetName="all",
    )
    return str(sent["MessageId"])


def envelope(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "MessageId": "6e8e2f0c",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:events",
        "Message": json.dumps(record),
        "Timestamp": "2026-11-01T12:00:00.000Z",
    }


def test_the_emulated_ses_speaks_all_ten(spoken: dict[Event, dict[str, Any]]) -> None:
    assert spoken.keys() == set(Event)


@pytest.mark.parametrize("event", Event)
def test_anymail_and_our_reader_agree(spoken: dict[Event, dict[str, Any]], event: Event) -> None:
    told = envelope(spoken[event])
    (parcel,) = Parcel.all_in(told)
    (read,) = parcel.events
    assert read.type is event
    assert (read.payload.extra, read.mail.extra) == ({}, {})
    assert anymail_reads(told) == [AS_ANYMAIL_SAYS[event]]


def test_anymail_finds_what_belongs_to_each_event(spoken: dict[Event, dict[str, Any]]) -> None:
    """Recipient, reason and what the reader did, and not the type alone."""
    read = {event: anymail_events(envelope(record))[0] for event, record in spoken.items()}
    for event, found in read.items():
        assert found.message_id == spoken[event]["mail"]["messageId"]
        assert found.recipient in spoken[event]["mail"]["destination"]
        assert found.esp_event == spoken[event]
    bounce, complaint = read[Event.BOUNCE], read[Event.COMPLAINT]
    assert (bounce.recipient, bounce.reject_reason) == ("x@bounce.test", "bounced")
    assert bounce.description == "Permanent: General"
    assert bounce.mta_response == spoken[Event.BOUNCE]["bounce"]["bouncedRecipients"][0]["diagnosticCode"]
    assert (complaint.recipient, complaint.reject_reason) == ("x@complaint.test", "spam")
    assert complaint.description == "abuse"
    assert read[Event.DELIVERY].mta_response == spoken[Event.DELIVERY]["delivery"]["smtpResponse"]
    assert (read[Event.REJECT].reject_reason, read[Event.REJECT].description) == ("blocked", "Bad content")
    assert read[Event.OPEN].user_agent == Reader().user_agent
    assert (read[Event.CLICK].click_url, read[Event.CLICK].user_agent) == (
        "https://shop.example/",
        Reader().user_agent,
    )
    assert "name" in read[Event.RENDERING_FAILURE].description
    assert "DeliveryDelay" in read[Event.DELIVERY_DELAY].description
    assert "Subscription" in read[Event.SUBSCRIPTION].description


@pytest.mark.parametrize("event", Event)
def test_django_ses_tells_of_what_it_knows(
    spoken: dict[Event, dict[str, Any]], event: Event, caplog: pytest.LogCaptureFixture
) -> None:
    record = spoken[event]
    with caplog.at_level("INFO", logger="django_ses"):
        told = django_ses_signals(envelope(record))
    if event.value not in DJANGO_SES_KNOWS:
        assert told == {}
        assert "Received unknown event" in caplog.text
        return
    assert told.keys() == {event.value}
    said = told[event.value]
    assert (said["mail_obj"], said[f"{event}_obj"]) == (record["mail"], record[event.value])
    assert "Received unknown event" not in caplog.text


def test_django_ses_finds_whom_to_stop_writing_to(spoken: dict[Event, dict[str, Any]]) -> None:
    from django_ses import utils

    assert utils.get_permanent_bounced_emails_from_bounce_obj(spoken[Event.BOUNCE]["bounce"]) == ["x@bounce.test"]
    assert utils.get_emails_from_complaint_obj(spoken[Event.COMPLAINT]["complaint"]) == ["x@complaint.test"]


@pytest.mark.parametrize("event", [Event.BOUNCE, Event.COMPLAINT, Event.DELIVERY])
def test_both_read_feedback_of_an_identity_too(spoken: dict[Event, dict[str, Any]], event: Event) -> None:
    record = dict(spoken[event])
    record["notificationType"] = record.pop("eventType")
    told = envelope(record)
    assert anymail_reads(told) == [AS_ANYMAIL_SAYS[event]]
    assert django_ses_signals(told).keys() == {event.value}
    ((read,),) = [parcel.events for parcel in Parcel.all_in(told)]
    assert read.type is event


@pytest.mark.parametrize(
    "control",
    [
        {"Message": "Successfully validated SNS topic for Amazon SES event publishing."},
        {"Type": "UnsubscribeConfirmation", "Message": "You have chosen to deactivate."},
    ],
    ids=["trial", "unsubscribed"],
)
def test_what_is_no_event_disturbs_neither(control: dict[str, str]) -> None:
    told = envelope({}) | control
    assert (anymail_reads(told), django_ses_reads([told])) == ([], set())
    assert [event for parcel in Parcel.all_in(told) for event in parcel.events] == []

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
from tests.end_to_end.test_platforms import anymail_reads, configured_django, django_ses_reads
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


def test_django_ses_reads_every_type(spoken: dict[Event, dict[str, Any]]) -> None:
    read = django_ses_reads([envelope(record) for record in spoken.values()])
    assert read == {"bounce", "complaint"}

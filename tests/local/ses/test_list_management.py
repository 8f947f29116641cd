"""Mail for a contact list."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.local.ses.service import Ses
from tests.local.ses.aws import DOMAIN, Account, FakeWorld, parse

LIST = {"ContactListName": "people"}
TO = "you@example.net"
URL = "https://unsubscribe.ses.test/"
UNSUBSCRIBE = "{{amazonSESUnsubscribeUrl}}"


@pytest.fixture
def owner(account: Account) -> Account:
    account.verify()
    account.listen("all", "SEND", "BOUNCE", "DELIVERY")
    topic = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
    account.v2.create_contact_list(**LIST, Topics=[topic])
    return account


def send(account: Account, *to: str, text: str = UNSUBSCRIBE, topic: str | None = "news", **more: Any) -> str:
    options = LIST | ({} if topic is None else {"TopicName": topic})
    body = {"Text": {"Data": text}, "Html": {"Data": f"<p>ü {text}"}}
    answer = account.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": list(to)},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": body, **more}},
        ConfigurationSetName="all",
        ListManagementOptions=options,
    )
    return str(answer["MessageId"])


def events(world: FakeWorld) -> list[str]:
    return [json.loads(published.message)["eventType"] for published in world.published]


def test_one_recipient_gets_links_and_headers_and_becomes_a_contact(owner: Account, ses: Ses) -> None:
    send(owner, TO, text=UNSUBSCRIBE * 3, Headers=[{"Name": "List-Unsubscribe", "Value": "<mailto:own@x.y>"}])
    message = parse(ses.sent(owner.place)[-1].raw)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert URL in message["List-Unsubscribe"]
    assert len(message.get_all("List-Unsubscribe", [])) == 1
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert part.get_content().count(URL) == 2
        assert part.get_content().count(UNSUBSCRIBE) == 1
    assert owner.v2.get_contact(**LIST, EmailAddress=TO)["UnsubscribeAll"] is False


def test_several_recipients_get_no_links(owner: Account, ses: Ses) -> None:
    send(owner, TO, "me@example.net")
    message = parse(ses.sent(owner.place)[-1].raw)
    assert message["List-Unsubscribe"] is None


def test_mail_without_the_option_keeps_the_placeholder(owner: Account, ses: Ses) -> None:
    owner.send(TO)
    assert parse(ses.sent(owner.place)[-1].raw)["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("contact", "topic", "left"),
    [
        ({"UnsubscribeAll": True}, None, True),
        ({"TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]}, "news", True),
        ({"TopicPreferences": [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]}, None, False),
        ({}, "news", False),
    ],
)
def test_who_has_left_gets_nothing(
    owner: Account, world: FakeWorld, contact: dict[str, Any], topic: str | None, left: bool
) -> None:
    owner.v2.create_contact(**LIST, EmailAddress=TO, **contact)
    send(owner, TO, topic=topic)
    assert events(world) == ["Send", "Bounce" if left else "Delivery"]
    assert owner.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []


def test_who_leaves_is_bounced_the_next_time(owner: Account, ses: Ses, world: FakeWorld) -> None:
    ses.unsubscribe(owner.place, send(owner, TO), "people", "news")
    send(owner, TO)
    assert events(world) == ["Send", "Delivery", "Send", "Bounce"]


def test_a_raw_message_asks_by_its_header(owner: Account, ses: Ses) -> None:
    raw = (
        f"From: hello@{DOMAIN}\r\nTo: {TO}\r\nX-SES-LIST-MANAGEMENT-OPTIONS: people; topic=news\r\n"
        f"Subject: Hi\r\n\r\nLeave: {UNSUBSCRIBE}\r\n"
    ).encode()
    owner.v2.send_email(Content={"Raw": {"Data": raw}})
    owner.v1.send_raw_email(RawMessage={"Data": raw})
    for sent in ses.sent(owner.place):
        message = parse(sent.raw)
        assert URL in message.get_content()
        assert message["X-SES-LIST-MANAGEMENT-OPTIONS"] is None


def test_a_template_keeps_the_placeholder_until_it_is_sent(owner: Account, ses: Ses) -> None:
    owner.v2.create_email_template(
        TemplateName="t", TemplateContent={"Subject": "{{x}}", "Html": f"{{{{ses:openTracker}}}}{UNSUBSCRIBE}"}
    )
    owner.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": [TO]},
        Content={"Template": {"TemplateName": "t", "TemplateData": '{"x": "Hi"}'}},
        ListManagementOptions=LIST,
    )
    assert URL in parse(ses.sent(owner.place)[-1].raw).get_content()


def test_a_list_or_topic_that_is_not_there_is_refused(owner: Account) -> None:
    with pytest.raises(owner.v2.exceptions.BadRequestException, match="sport"):
        send(owner, TO, topic="sport")
    owner.v2.delete_contact_list(**LIST)
    with pytest.raises(owner.v2.exceptions.NotFoundException, match="people"):
        send(owner, TO)


def test_a_message_that_came_by_smtp_asks_by_its_header_too(owner: Account, ses: Ses) -> None:
    raw = (
        f"From: hello@{DOMAIN}\r\nTo: {TO}\r\nX-SES-LIST-MANAGEMENT-OPTIONS: people\r\n\r\n"
        f"Leave: {UNSUBSCRIBE}\r\n"
    ).encode()
    ses.submit(
        owner.place,
        source=f"hello@{DOMAIN}",
        recipients=[TO],
        message=raw,
        source_ip="127.0.0.1",
        caller="AKIA",
        allow=lambda _arns, _keys: None,
    )
    assert URL in parse(ses.sent(owner.place)[-1].raw).get_content()

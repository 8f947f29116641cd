"""Recipients open messages, follow links and unsubscribe; SES tells as much of it as it sees."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_constructs.facts.event_records import Click, MailEvent, Open, Subscription
from ses_constructs.local.ses.engagement import MOST_LINKS, NothingToDoError, Reader, links_of
from tests.local.ses.aws import DOMAIN, Account, FakeWorld

YOU = "you@example.net"
HTML = """<p>Hi</p><a href="https://shop.example/sale" ses:tags="place:top;season:spring;">Sale</a>
<a ses:no-track href="https://shop.example/terms">Terms</a><a name="here">no link</a>"""
READER = Reader(ip="192.0.2.9", user_agent="Test/1.0")


@pytest.fixture
def sender(account: Account) -> Account:
    account.verify()
    account.listen("all", "OPEN", "CLICK", "SUBSCRIPTION")
    return account


def send(account: Account, **body: str) -> str:
    answer = account.v2.send_email(
        FromEmailAddress=f"hello@{DOMAIN}",
        Destination={"ToAddresses": [YOU]},
        Content={
            "Simple": {
                "Subject": {"Data": "Hi"},
                "Body": {kind: {"Data": data} for kind, data in body.items()},
            }
        },
        ConfigurationSetName="all",
    )
    return str(answer["MessageId"])


def told(world: FakeWorld) -> list[dict[str, Any]]:
    return [json.loads(published.message) for published in world.published]


def test_opening_a_message_is_told(sender: Account, world: FakeWorld) -> None:
    message_id = send(sender, Html=HTML, Text="Hi")
    sender.ses.open_message(sender.place, message_id, READER)
    (record,) = told(world)
    assert record["eventType"] == "Open"
    assert record["open"] == {
        "ipAddress": "192.0.2.9",
        "userAgent": "Test/1.0",
        "timestamp": "2026-11-01T12:00:00.000Z",
    }
    assert record["mail"]["messageId"] == message_id
    assert "sourceArn" not in record["mail"]
    assert isinstance(MailEvent.of_record(record).payload, Open)


def test_following_a_link_is_told_with_its_tags(sender: Account, world: FakeWorld) -> None:
    sender.ses.follow_link(sender.place, send(sender, Html=HTML), "https://shop.example/sale", READER)
    (record,) = told(world)
    payload = MailEvent.of_record(record).payload
    assert isinstance(payload, Click)
    assert payload.link == "https://shop.example/sale"
    assert payload.link_tags == {"place": ("top",), "season": ("spring",)}


def test_a_link_that_is_not_tracked_tells_nobody(sender: Account, world: FakeWorld) -> None:
    sender.ses.follow_link(sender.place, send(sender, Html=HTML), "https://shop.example/terms", READER)
    assert told(world) == []


def test_only_so_many_links_are_tracked() -> None:
    links = links_of("".join(f'<a href="https://x.example/{n}">x</a>' for n in range(MOST_LINKS + 2)))
    assert [link.tracked for link in links] == [True] * MOST_LINKS + [False] * 2


def test_ses_sees_nothing_in_plain_text(sender: Account, world: FakeWorld) -> None:
    message_id = send(sender, Text="Hi")
    with pytest.raises(NothingToDoError, match="no HTML part"):
        sender.ses.open_message(sender.place, message_id, READER)
    assert told(world) == []


def test_what_was_not_sent_is_not_read(sender: Account) -> None:
    with pytest.raises(NothingToDoError, match="no message nothing"):
        sender.ses.open_message(sender.place, "nothing", READER)
    with pytest.raises(NothingToDoError, match="has no link https://other"):
        sender.ses.follow_link(sender.place, send(sender, Html=HTML), "https://other", READER)


@pytest.fixture
def reader(sender: Account) -> Account:
    topics = [
        {"TopicName": name, "DisplayName": name, "DefaultSubscriptionStatus": status}
        for name, status in (("offers", "OPT_IN"), ("news", "OPT_OUT"))
    ]
    sender.v2.create_contact_list(ContactListName="readers", Topics=topics)
    sender.v2.create_contact(ContactListName="readers", EmailAddress=YOU, AttributesData="{}")
    return sender


def test_unsubscribing_from_a_topic_is_done_and_told(reader: Account, world: FakeWorld) -> None:
    reader.ses.unsubscribe(reader.place, send(reader, Text="Hi"), "readers", "offers")
    contact = reader.v2.get_contact(ContactListName="readers", EmailAddress=YOU)
    assert contact["TopicPreferences"] == [{"TopicName": "offers", "SubscriptionStatus": "OPT_OUT"}]
    assert (contact["UnsubscribeAll"], contact["AttributesData"]) == (False, "{}")
    (record,) = told(world)
    payload = MailEvent.of_record(record).payload
    assert isinstance(payload, Subscription)
    assert payload.new_preferences.topics == {"offers": "OptOut"}
    assert payload.new_preferences.defaults == {"news": "OptOut"}
    assert payload.old_preferences.defaults == {"offers": "OptIn", "news": "OptOut"}


def test_unsubscribing_from_everything_is_done_and_told(reader: Account, world: FakeWorld) -> None:
    reader.ses.unsubscribe(reader.place, send(reader, Text="Hi"), "readers", None)
    assert reader.v2.get_contact(ContactListName="readers", EmailAddress=YOU)["UnsubscribeAll"] is True
    (record,) = told(world)
    assert record["subscription"]["newTopicPreferences"]["unsubscribeAll"] is True
    assert record["subscription"]["source"] == "UnsubscribeHeader"


@pytest.mark.parametrize(("listed", "topic"), [("others", None), ("readers", "weather")])
def test_nobody_leaves_what_is_not_there(reader: Account, listed: str, topic: str | None) -> None:
    with pytest.raises(NothingToDoError, match="contact list"):
        reader.ses.unsubscribe(reader.place, send(reader, Text="Hi"), listed, topic)


def test_who_is_in_no_list_cannot_leave_it(reader: Account) -> None:
    reader.v2.delete_contact(ContactListName="readers", EmailAddress=YOU)
    with pytest.raises(NothingToDoError, match="no recipient"):
        reader.ses.unsubscribe(reader.place, send(reader, Text="Hi"), "readers", None)

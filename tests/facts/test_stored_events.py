"""How events lie in a table."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ses_constructs.facts.event_records import MailEvent
from ses_constructs.facts.stored_events import (
    DAY_KEY,
    EXPIRES_AT,
    MESSAGE_KEY,
    PARTITION_KEY,
    SORT_KEY,
    StoredEvents,
    distinct_recipients,
    items_of,
)
from tests.facts.event_records.records import MESSAGE_ID, PAYLOADS, YOU, record

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def items(told: dict[str, Any], *, keep_engagement: bool = False) -> list[dict[str, Any]]:
    event = MailEvent.of_record(told)
    return items_of(event, now=NOW, expires_at=1_800_000_000, keep_engagement=keep_engagement)


def test_keys_read_as_the_questions_they_answer() -> None:
    assert StoredEvents.recipient("You <YOU@shop.example>") == "recipient#you@shop.example"
    assert StoredEvents.of_day(date(2026, 11, 2), "bounce") == "2026-11-02#bounce"
    assert StoredEvents.counts(date(2026, 11, 2)) == "counts#2026-11-02"
    event = MailEvent.of_record(record("Bounce"))
    assert StoredEvents.sort_key(event, NOW) == f"2026-11-21T10:00:05.456+00:00#bounce#{event.id}"
    assert StoredEvents.count_key(event, 3) == "receipts#bounce#3"


def test_later_events_sort_after_earlier_ones() -> None:
    keys = [StoredEvents.sort_key(MailEvent.of_record(record(kind)), NOW) for kind in ("Send", "Delivery")]
    assert keys == sorted(keys)
    assert keys[0] < "2026-11-21T10:00:03" < keys[1]


@pytest.mark.parametrize("kind", PAYLOADS)
def test_an_item_of_each_type_has_its_keys_and_nothing_that_is_absent(kind: str) -> None:
    (item,) = items(record(kind))
    assert item[PARTITION_KEY] == "recipient#you@shop.example"
    assert item[MESSAGE_KEY] == MESSAGE_ID
    assert item[DAY_KEY] == f"2026-11-21#{item['event_type']}"
    assert item[EXPIRES_AT] == 1_800_000_000
    assert str(item[SORT_KEY]).startswith(item["happened_at"])
    assert "null" not in json.dumps(item)


def test_an_event_without_recipients_message_or_time_has_an_item_of_today() -> None:
    (item,) = items({"eventType": "Bounce", "mail": {}, "bounce": {}})
    assert item[PARTITION_KEY] == "recipient#(unknown)"
    assert item[DAY_KEY] == "2026-12-01#bounce"
    assert MESSAGE_KEY not in item


def test_a_type_that_is_not_known_is_stored_by_its_name() -> None:
    (item,) = items({"eventType": "Teleport", "mail": record("Send")["mail"]})
    assert item["event_type"] == "Teleport"


def test_a_key_that_is_too_long_is_a_digest() -> None:
    key = StoredEvents.recipient(f"{'x' * 2000}@shop.example")
    assert key.startswith("recipient#sha256:")
    assert len(key) < 100
    told = record("Send")
    told["mail"]["messageId"] = "m" * 3000
    assert len(items(told)[0][MESSAGE_KEY]) < 100


def test_long_texts_are_cut() -> None:
    (item,) = items(record("Click", link=f"https://shop.example/{'x' * 9000}"))
    assert len(item["details"]["link"]) == 2048


def test_each_recipient_counts_once_in_the_order_they_came() -> None:
    told = record("Send")
    told["mail"]["destination"] = ["b@x.example", "A@x.example", "B <b@X.example>", " "]
    assert distinct_recipients(MailEvent.of_record(told)) == ["b@x.example", "A@x.example"]


def test_details_are_what_the_type_says() -> None:
    assert items(record("Bounce"))[0]["details"] == {
        "bounce_type": "Permanent",
        "bounce_subtype": "General",
        "feedback_id": "0100-f",
        "reporting_mta": "dns; a8-50.smtp-out.amazonses.com",
        "action": "failed",
        "status": "5.1.1",
        "diagnostic_code": "smtp; 550 5.1.1 user unknown",
    }
    assert items(record("Delivery"))[0]["details"]["processing_time_millis"] == 5333
    assert items(record("Open"))[0]["details"] == {}
    assert items(record("Open"), keep_engagement=True)[0]["details"]["ip_address"] == "192.0.2.7"
    preferences = items(record("Subscription"))[0]["details"]["new_preferences"]
    assert preferences["topics"] == {"offers": "OptOut"}


def test_an_item_names_its_recipient_as_ses_wrote_it_and_keeps_the_senders_tags() -> None:
    (item,) = items(record("Send"))
    assert (item["address"], item["tags"]) == (YOU, {"campaign": ["spring"]})
    assert item["configuration_set"] == "receipts"

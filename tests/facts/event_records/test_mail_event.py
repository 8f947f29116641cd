"""One event of a message, whatever SES left out or spelt otherwise."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.facts.event_records import Bounce, Complaint, MailEvent, Parcel, RecordFamily, Unrecognized
from ses_constructs.facts.events import BounceType, Event
from tests.facts.event_records.records import LATER, MESSAGE_ID, NOTIFIED, PAYLOADS, SENT, YOU, Record, record


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_record_of_each_type_is_read(kind: str) -> None:
    event = MailEvent.of_record(record(kind))
    assert event.type is not None
    assert (event.type_name, event.family) == (kind, RecordFamily.EVENT)
    assert (event.mail.message_id, event.mail.subject) == (MESSAGE_ID, "Hi")
    assert event.recipients == (YOU,)
    assert event.configuration_set == "receipts"
    assert event.mail.own_tags == {"campaign": ("spring",)}
    assert event.timestamp == at(LATER if "timestamp" in PAYLOADS[kind][1] else SENT)
    assert (event.mail.extra, event.payload.extra) == ({}, {})


def test_the_ten_types_are_all_there() -> None:
    assert {MailEvent.of_record(record(kind)).type for kind in PAYLOADS} == set(Event)


@pytest.mark.parametrize("kind", NOTIFIED)
def test_the_same_event_by_both_families_has_one_id(kind: str) -> None:
    published, notified = (MailEvent.of_record(record(kind, family=family)) for family in RecordFamily)
    assert notified.family is RecordFamily.NOTIFICATION
    assert notified.configuration_set is None
    assert published.id == notified.id


@pytest.mark.parametrize(
    "spelt",
    ["Rendering Failure", "RENDERING_FAILURE", "RenderingFailure", "renderingFailure", "rendering failure"],
)
def test_a_type_is_known_in_every_spelling(spelt: str) -> None:
    event = MailEvent.of_record(record("Rendering Failure") | {"eventType": spelt})
    assert event.type is Event.RENDERING_FAILURE
    assert event.type_name == spelt


@pytest.mark.parametrize("detail_type", [event.detail_type for event in Event])
def test_a_type_that_is_lost_is_taken_from_the_bus(detail_type: str) -> None:
    without = {name: value for name, value in record("Send").items() if name not in ("eventType", "send")}
    event = MailEvent.of_record(without, on_bus_as=detail_type)
    assert event.type is not None
    assert event.type.detail_type == detail_type


def lost(kind: str, *, named: str | None) -> Record:
    told = {name: value for name, value in record(kind).items() if name != "eventType"}
    return told if named is None else told | {"eventType": named}


@pytest.mark.parametrize("named", [None, "Delivery", "Something New", ""])
def test_a_bounce_is_a_bounce_whatever_its_type_says(named: str | None) -> None:
    (parcel,) = Parcel.all_in(lost("Bounce", named=named))
    (event,) = parcel.events
    assert event.type is Event.BOUNCE
    assert isinstance(event.payload, Bounce)
    assert event.payload.is_hard


def test_a_type_that_is_not_known_keeps_its_record() -> None:
    new = {"eventType": "Teleport", "mail": record("Send")["mail"], "teleport": {"where": "Mars"}}
    (parcel,) = Parcel.all_in(new)
    (event,) = parcel.events
    assert (event.type, event.type_name) == (None, "Teleport")
    assert isinstance(event.payload, Unrecognized)
    assert event.record["teleport"] == {"where": "Mars"}
    assert event.recipients == (YOU,)


def test_a_bounce_that_names_nobody_is_of_everybody_the_message_was_sent_to() -> None:
    event = MailEvent.of_record(record("Bounce", bouncedRecipients=None))
    assert event.payload.addresses == ()
    assert event.recipients == (YOU,)


def test_a_bounce_type_that_is_missing_or_new_is_not_for_good() -> None:
    for said in (None, "Sideways", 7, ["Permanent"]):
        event = MailEvent.of_record(record("Bounce", bounceType=said))
        assert isinstance(event.payload, Bounce)
        assert event.payload.bounce_type is BounceType.UNDETERMINED


def test_another_event_of_the_same_message_has_another_id() -> None:
    ids = {MailEvent.of_record(record(kind)).id for kind in PAYLOADS}
    assert len(ids) == len(PAYLOADS)
    second = record("Click", link="https://shop.example/other")
    assert MailEvent.of_record(second).id not in ids
    assert MailEvent.of_record(record("Bounce", timestamp=SENT)).id not in ids


def test_a_recipient_has_one_spelling_in_the_id() -> None:
    other = record("Bounce", bouncedRecipients=[{"emailAddress": "You <YOU@shop.example>"}])
    assert MailEvent.of_record(other).id == MailEvent.of_record(record("Bounce")).id


def test_events_without_message_or_time_are_told_apart_by_all_they_have() -> None:
    one, other = record("Bounce"), record("Bounce", feedbackId="another")
    for told in (one, other):
        del told["mail"]["messageId"]
    assert MailEvent.of_record(one).id != MailEvent.of_record(other).id
    assert MailEvent.of_record(one).id == MailEvent.of_record(copy.deepcopy(one)).id


def test_names_in_lower_case_are_read_as_a_lake_has_them() -> None:
    event = MailEvent.of_record(lower(record("Bounce")))
    assert isinstance(event.payload, Bounce)
    assert event.payload.recipients[0].diagnostic_code == "smtp; 550 5.1.1 user unknown"
    assert event.id == MailEvent.of_record(record("Bounce")).id


def lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {name if ":" in name else name.lower(): lower(inner) for name, inner in value.items()}
    return [lower(inner) for inner in value] if isinstance(value, list) else value


PATHS = st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=6)
WRONG: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({}) | st.just([{}])
)


def spoilt(value: Any, path: list[int], by: object, remove: bool) -> None:
    """Takes away, or replaces, one member somewhere in a record but its type and payload themselves."""
    holders: list[tuple[Any, Any]] = []

    def collect(inner: Any, depth: int) -> None:
        pairs = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        for key, child in list(pairs):
            if depth > 0:
                holders.append((inner, key))
            collect(child, depth + 1)

    collect(value, 0)
    for number in path:
        holder, key = holders[number % len(holders)]
        if isinstance(holder, dict) and key in holder:
            if remove:
                del holder[key]
            else:
                holder[key] = by


@settings(deadline=None)
@given(st.sampled_from([Event.BOUNCE, Event.COMPLAINT]), PATHS, WRONG, st.booleans())
def test_no_bounce_and_no_complaint_is_lost_by_what_is_missing_or_wrong(
    kind: Event, path: list[int], by: object, remove: bool
) -> None:
    told = record(kind.capitalize())
    spoilt(told, path, by, remove)
    (parcel,) = Parcel.all_in({"Records": [{"messageId": "1", "body": json.dumps(told)}]})
    (event,) = parcel.events
    assert event.type is kind
    assert isinstance(event.payload, Bounce | Complaint)
    assert event.id
    assert event.record == told

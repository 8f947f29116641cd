"""Whatever a record came in, it comes out; whatever is none, is said to be none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.facts.event_records import MailEvent, Parcel
from ses_constructs.facts.events import Event
from tests.facts.event_records.records import ENVELOPES, PAYLOADS, by_sns, in_queue, on_bus, record

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Records", "Message", "body", "data", "detail", "detail-type", "mail", "eventType"])
            | st.sampled_from(["bounce", "bouncedRecipients", "emailAddress", "timestamp", "tags", "Sns", "Type"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def events_in(given: object) -> list[MailEvent]:
    return [event for parcel in Parcel.all_in(given) for event in parcel.events]


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_record_comes_out_of_every_envelope(kind: str, envelope: str) -> None:
    original = MailEvent.of_record(record(kind))
    (parcel,) = Parcel.all_in(ENVELOPES[envelope](record(kind)))
    assert parcel.events == (original,)
    assert parcel.events[0].id == original.id
    assert (parcel.skipped, parcel.unreadable) == ((), ())


def test_each_message_of_a_batch_keeps_its_id() -> None:
    batch = in_queue(json.dumps(record("Bounce")), "not json", json.dumps(by_sns(record("Send"))))
    parcels = Parcel.all_in(batch)
    assert [parcel.id for parcel in parcels] == ["sqs-0", "sqs-1", "sqs-2"]
    assert [len(parcel.events) for parcel in parcels] == [1, 0, 1]
    assert [bool(parcel.unreadable) for parcel in parcels] == [False, True, False]


@pytest.mark.parametrize("between", ["", "\n", "\r\n \n"])
def test_a_file_of_firehose_has_a_record_a_line_or_no_lines_at_all(between: str) -> None:
    file = between.join(json.dumps(record(kind)) for kind in PAYLOADS)
    assert [str(event.type) for event in events_in(file)] == [str(event_type(kind)) for kind in PAYLOADS]


def event_type(kind: str) -> Event | None:
    return MailEvent.of_record(record(kind)).type


def test_a_file_that_ends_in_the_middle_gives_what_is_whole_and_says_so() -> None:
    (parcel,) = Parcel.all_in(json.dumps(record("Bounce")) + json.dumps(record("Send"))[:-9])
    assert [event.type for event in parcel.events] == [Event.BOUNCE]
    assert parcel.unreadable == ("JSON that ends in the middle",)


@pytest.mark.parametrize(
    "given",
    [
        "Successfully validated SNS topic for Amazon SES event publishing.",
        by_sns("Successfully validated SNS topic for Amazon SES event publishing."),
        {
            "Type": "SubscriptionConfirmation",
            "Message": "You have chosen to subscribe",
            "SubscribeURL": "https://",
        },
        {"Type": "UnsubscribeConfirmation", "Message": "You have chosen to leave"},
        on_bus({"data": {}, "version": "1.0.0"}) | {"detail-type": "Advisor Recommendation Status Open"},
        {"notificationType": "Received", "mail": {"messageId": "m"}, "receipt": {"recipients": []}},
        {"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "You have subscribed"},
    ],
)
def test_what_is_no_event_of_a_message_is_passed_over_and_said(given: object) -> None:
    (parcel,) = Parcel.all_in(given)
    assert (parcel.events, parcel.unreadable, len(parcel.skipped)) == ((), (), 1)


@pytest.mark.parametrize("given", ["", "hello", "{", None, 7, True, {}, {"a": 1}, b"\xff\xfe", {"body": "x"}])
def test_what_cannot_be_read_is_said(given: object) -> None:
    (parcel,) = Parcel.all_in(given)
    assert (parcel.events, parcel.skipped, len(parcel.unreadable)) == ((), (), 1)


def test_envelopes_without_end_come_to_one() -> None:
    endless: dict[str, Any] = {}
    endless["Message"] = endless
    (parcel,) = Parcel.all_in(endless)
    assert parcel.unreadable == ("envelopes without end",)
    assert events_in("[" * 100_000) == []


def test_nothing_of_what_cannot_be_read_is_repeated() -> None:
    (parcel,) = Parcel.all_in({"body": "to somebody@shop.example"})
    assert "somebody" not in str(parcel.unreadable)


@settings(deadline=None)
@given(JSON)
def test_nothing_makes_it_crash(given: object) -> None:
    for parcel in Parcel.all_in(given):
        assert all(event.id for event in parcel.events)


@settings(deadline=None)
@given(st.text() | st.binary())
def test_no_text_makes_it_crash(given: object) -> None:
    Parcel.all_in(given)
    Parcel.all_in({"Records": [{"messageId": "1", "body": given}]})

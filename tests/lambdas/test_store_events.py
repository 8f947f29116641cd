"""The function that stores events: each once, counted once, whatever comes how often in which order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from ses_constructs.facts import metrics
from ses_constructs.facts.event_records import MailEvent
from ses_constructs.facts.stored_events import StoredEvents
from ses_constructs.lambdas.store_events import handler as storing
from tests.facts.event_records.records import ENVELOPES, PAYLOADS, YOU, Record, by_sns, in_queue, record
from tests.lambdas.event_table import LOST, EventTable

DAY = date(2026, 11, 21)
Store = Callable[..., list[str]]


@pytest.fixture
def table() -> EventTable:
    return EventTable()


class Metrics:
    """CloudWatch, as far as the function tells it anything."""

    def __init__(self) -> None:
        self.put: list[Any] = []
        self.error: Exception | None = None

    def put_metric_data(self, *, Namespace: str, MetricData: list[Any]) -> None:  # noqa: N803
        if self.error is not None:
            raise self.error
        assert Namespace == metrics.OWN_NAMESPACE
        self.put += MetricData


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Metrics:
    made = Metrics()
    monkeypatch.setattr(storing, "cloudwatch", lambda: made)
    return made


@pytest.fixture
def store(table: EventTable, measured: Metrics, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Invokes the function with records in a queue, and returns the ids of the messages that failed."""
    given = {"TABLE": EventTable.name, "KEEP_DAYS": "365", "KEEP_ENGAGEMENT": "no"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(storing, "dynamodb", lambda: table.client)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)

    def run(*records: Record | str) -> list[str]:
        bodies = [one if isinstance(one, str) else json.dumps(one) for one in records]
        answer = storing.handler(in_queue(*bodies), None)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    return run


def numbered(kind: str, number: int, **changed: Any) -> Record:
    """A record of a message of its own."""
    told = record(kind, **changed)
    told["mail"]["messageId"] = f"message-{number}"
    return told


def test_a_batch_is_one_call(store: Store, table: EventTable) -> None:
    assert store(*(numbered("Delivery", number) for number in range(25))) == []
    assert table.calls == ["TransactWriteItems"]
    assert table.counts(DAY) == {("receipts", "delivery"): (25, 25)}


def test_every_type_is_stored_and_counted(store: Store, table: EventTable) -> None:
    assert store(*(record(kind) for kind in PAYLOADS)) == []
    assert len(table.items(StoredEvents.recipient(YOU))) == len(PAYLOADS)
    expected = {("receipts", str(MailEvent.of_record(record(kind)).type)): (1, 1) for kind in PAYLOADS}
    assert table.counts(DAY) == expected


@pytest.mark.parametrize("envelope", [name for name in ENVELOPES if "base64" not in name])
def test_an_event_is_the_same_by_every_way(store: Store, table: EventTable, envelope: str) -> None:
    store(record("Bounce"))
    storing.handler({"Records": [{"messageId": "1", "body": ENVELOPES[envelope](record("Bounce"))}]}, None)
    assert table.counts(DAY) == {("receipts", "bounce"): (1, 1)}


def test_copies_in_one_batch_and_in_later_ones_count_once(store: Store, table: EventTable) -> None:
    for _ in range(8):
        assert store(record("Bounce"), record("Delivery"), record("Bounce")) == []
    assert store(record("Bounce", family="notificationType")) == []
    assert table.counts(DAY) == {("receipts", "bounce"): (1, 1), ("receipts", "delivery"): (1, 1)}


def test_a_batch_with_copies_takes_two_calls(store: Store, table: EventTable) -> None:
    store(record("Bounce"))
    table.calls.clear()
    assert store(record("Bounce"), record("Send"), record("Open")) == []
    assert table.calls == ["TransactWriteItems"] * 2
    assert len(table.counts(DAY)) == 3


def test_a_message_that_cannot_be_read_fails_alone(store: Store, table: EventTable) -> None:
    assert store(record("Bounce"), "not json", record("Send")) == ["sqs-1"]
    assert len(table.counts(DAY)) == 2


def test_what_is_no_event_does_not_fail(store: Store, table: EventTable) -> None:
    trial = "Successfully validated SNS topic for Amazon SES event publishing."
    assert store(trial, json.dumps(by_sns(trial)), json.dumps({"Type": "SubscriptionConfirmation"})) == []
    assert table.calls == []


def test_an_event_that_the_table_never_takes_fails_alone(store: Store, table: EventTable) -> None:
    huge = numbered("Delivery", 1)
    huge["mail"]["tags"]["essay"] = ["x" * 500_000]
    assert store(numbered("Delivery", 0), huge, numbered("Delivery", 2)) == ["sqs-1"]
    assert table.counts(DAY) == {("receipts", "delivery"): (2, 2)}


def test_a_failure_without_a_message_id_is_raised(store: Store) -> None:
    with pytest.raises(storing.NotStoredError):
        storing.handler("not json", None)
    assert storing.handler(record("Bounce"), None) == {"batchItemFailures": []}


def test_fifty_recipients_are_fifty_items_and_one_event(store: Store, table: EventTable) -> None:
    everybody = [f"r{number}@shop.example" for number in range(50)]
    sends = [numbered("Send", number) for number in range(3)]
    for told in sends:
        told["mail"]["destination"] = everybody
    assert store(*sends) == []
    assert len(table.calls) == 3
    assert table.counts(DAY) == {("receipts", "send"): (3, 150)}
    (item, *_) = table.items(StoredEvents.recipient("r7@shop.example"))
    assert not any(f"r{number}@" in json.dumps(item) for number in range(50) if number != 7)


def test_more_recipients_than_ses_allows_go_to_the_dead_letters(store: Store, table: EventTable) -> None:
    told = record("Send")
    told["mail"]["destination"] = [f"r{number}@shop.example" for number in range(120)]
    assert store(told, record("Bounce")) == ["sqs-0"]
    assert table.counts(DAY) == {("receipts", "bounce"): (1, 1)}


def test_the_item_has_what_concerns_its_recipient_and_nobody_else(store: Store, table: EventTable) -> None:
    two = [
        {"emailAddress": address, "status": status}
        for address, status in ((YOU, "5.1.1"), ("b@x.example", "5.2.1"))
    ]
    store(record("Bounce", bouncedRecipients=two))
    (item,) = table.items(StoredEvents.recipient(YOU))
    assert item["details"]["M"]["status"] == {"S": "5.1.1"}
    assert item["address"] == {"S": YOU}
    assert item["tags"]["M"] == {"campaign": {"L": [{"S": "spring"}]}}
    assert not any(hidden in json.dumps(item) for hidden in ("b@x.example", "5.2.1", "192.0.2.1", '"Hi"'))


@pytest.mark.parametrize("keep", ["yes", "no"])
def test_where_somebody_read_a_mail_is_kept_only_if_asked_for(
    store: Store, table: EventTable, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setenv("KEEP_ENGAGEMENT", keep)
    store(record("Open"), record("Click"))
    kept = json.dumps(table.items(StoredEvents.recipient(YOU)))
    assert ("192.0.2.7" in kept, "Browser/1.0" in kept) == (keep == "yes", keep == "yes")
    assert "https://shop.example/sale" in kept


def test_an_item_expires_and_its_mark_outlives_every_copy(store: Store, table: EventTable) -> None:
    store(record("Send"))
    (item,) = table.items(StoredEvents.recipient(YOU))
    sent = datetime(2026, 11, 21, 10, 0, 0, 123000, tzinfo=UTC)
    assert int(item["expires_at"]["N"]) == int((sent + timedelta(days=365)).timestamp())
    (mark,) = table.items(StoredEvents.seen(MailEvent.of_record(record("Send")).id))
    assert int(mark["expires_at"]["N"]) > (datetime.now(UTC) + timedelta(days=28)).timestamp()
    assert YOU.lower() not in json.dumps(mark).lower()
    assert all("expires_at" not in count for count in table.items(StoredEvents.counts(DAY)))


FAILURES = [
    "InternalServerError",
    "ThrottlingException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    LOST,
]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("number", range(3))
def test_whichever_call_fails_nothing_is_lost_and_nothing_counts_twice(
    store: Store, table: EventTable, number: int, failure: str
) -> None:
    table.failures = {number: failure}
    batches = [[numbered("Delivery", n) for n in range(40)], [numbered("Delivery", n) for n in range(20, 60)]]
    for batch in batches:
        left = store(*batch)
        while left:
            left = store(*(batch[int(id.removeprefix("sqs-"))] for id in left))
    assert table.counts(DAY) == {("receipts", "delivery"): (60, 60)}
    assert len(table.items(StoredEvents.recipient(YOU))) == 60


def test_the_client_repeats_a_lost_call_without_harm(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of a transaction is made once for all tries of the client."""
    patient = EventTable(attempts=3)
    monkeypatch.setattr(storing, "dynamodb", lambda: patient.client)
    patient.failures = {0: LOST, 1: LOST}
    assert store(record("Bounce")) == []
    assert patient.calls == ["TransactWriteItems"] * 3
    assert patient.counts(DAY) == {("receipts", "bounce"): (1, 1)}


def test_copies_at_the_same_time_count_once(store: Store, table: EventTable) -> None:
    records = [numbered(kind, number) for number in range(10) for kind in ("Send", "Delivery", "Bounce")]

    def deliver(seed: int) -> list[str]:
        return store(*random.Random(seed).sample(records, len(records)))

    with ThreadPoolExecutor(8) as pool:
        assert [failed for failed in pool.map(deliver, range(8)) if failed] == []
    assert set(table.counts(DAY).values()) == {(10, 10)}
    assert sum(count for count, _ in table.counts(DAY).values()) == 30


def test_a_long_day_of_copies_disorder_and_failures_adds_up(store: Store, table: EventTable) -> None:
    dice = random.Random(2026)
    kinds = ["Send", "Delivery", "Bounce", "Complaint", "DeliveryDelay"]
    records = [numbered(kind, number) for number in range(100) for kind in kinds]
    table.failures = {number: dice.choice(FAILURES) for number in range(400) if dice.random() < 0.2}
    waiting = [one for one in records for _ in range(dice.choice((1, 1, 2, 8)))]
    dice.shuffle(waiting)
    while waiting:
        batch, waiting = waiting[:25], waiting[25:]
        waiting += [batch[int(id.removeprefix("sqs-"))] for id in store(*batch)]
    assert table.counts(DAY) == {("receipts", MailEvent.of_record(record(k)).type): (100, 100) for k in kinds}


def test_the_log_says_how_many_and_names_nobody(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store(record("Bounce"), record("Bounce"), "broken: You@shop.example")
    said = capsys.readouterr().out
    assert json.loads(said) == {
        "did": "stored",
        "stored": 1,
        "copies": 1,
        "failed": 0,
        "unreadable": ["text that is not JSON"],
    }
    assert "shop.example" not in said


# how long events were under way


def happened(kind: str, *, ago: float, number: int = 0) -> Record:
    """An event of so many seconds ago."""
    told = numbered(kind, number)
    when = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
    told["mail"]["timestamp"] = when
    payload = told[PAYLOADS[kind][0]]
    if "timestamp" in payload:
        payload["timestamp"] = when
    return told


def test_the_time_from_an_event_to_here_is_measured(store: Store, measured: Metrics) -> None:
    store(happened("Delivery", ago=2, number=1), happened("Open", ago=60, number=2))
    (datum,) = measured.put
    assert (datum["MetricName"], datum["Unit"]) == (metrics.EVENT_LATENCY, "Seconds")
    assert datum["Dimensions"] == [{"Name": metrics.EVENT_LATENCY_DIMENSION, "Value": EventTable.name}]
    spread = datum["StatisticValues"]
    assert spread["SampleCount"] == 2
    assert 2 <= spread["Minimum"] < 30 < 60 <= spread["Maximum"] < 90
    assert spread["Sum"] == spread["Minimum"] + spread["Maximum"]


def test_a_message_without_a_time_of_its_own_counts_from_when_it_was_sent(store: Store, measured: Metrics) -> None:
    store(happened("Send", ago=5))
    assert measured.put[0]["StatisticValues"]["Minimum"] >= 5


def test_a_clock_that_is_ahead_counts_as_no_time(store: Store, measured: Metrics) -> None:
    store(happened("Delivery", ago=-30))
    assert measured.put[0]["StatisticValues"]["Maximum"] == 0


@pytest.mark.parametrize("kind", ["Bounce", "Complaint"])
def test_times_of_other_people_s_servers_are_not_measured(kind: str, store: Store, measured: Metrics) -> None:
    store(happened(kind, ago=3600))
    assert measured.put == []


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "PutMetricData"),
        EndpointConnectionError(endpoint_url="https://monitoring.eu-west-1.amazonaws.com"),
    ],
    ids=["denied", "away"],
)
def test_a_measure_that_fails_costs_no_event(
    error: Exception, store: Store, measured: Metrics, table: EventTable, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.error = error
    assert store(happened("Delivery", ago=1)) == []
    assert sum(events for events, _ in table.counts(datetime.now(UTC).date()).values()) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["did"] == "not measured"

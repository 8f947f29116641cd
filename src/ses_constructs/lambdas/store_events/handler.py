"""Stores the events of a batch of messages in a table: each once, and counted once, however often it comes.

One ``TransactWriteItems`` for a batch: for each event a mark that it was seen, if there is none yet, and an item
for each recipient; and one addition for each count. It happens as a whole or not at all, so that a copy that comes
at the same time, or again after a failure, finds the mark and is left out of the next try.

How long the events have been under way is published as a metric; where that fails, no event is lost for it.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.event_records import MailEvent, Parcel
from ses_constructs.facts.events import Event
from ses_constructs.facts.stored_events import (
    COUNT_SHARDS,
    EXPIRES_AT,
    PARTITION_KEY,
    SORT_KEY,
    StoredEvents,
    distinct_recipients,
    items_of,
)

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_dynamodb import DynamoDBClient

_CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 5})
_METRICS_CONFIG = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1})
"""Events must not wait for a number about them."""
_MOST_IN_A_TRANSACTION = 100
"""DynamoDB guide: Quotas."""
_SEEN_FOR = timedelta(days=60)
"""Longer than a message may wait: 14 days in the queue, and as long again in the dead-letter queue."""
_TRIES = 8
_SHORTEST_PAUSE = 0.05
_NAMESPACE, _LATENCY, _OF = "SesConstructs", "EventLatency", "Table"
_TIMED_BY_OTHERS = (Event.BOUNCE, Event.COMPLAINT)
"""Their times are those of the recipient's server or provider, not of SES."""
_POISON = ("ValidationError", "ValidationException", "ItemCollectionSizeLimitExceeded")
"""An event that the table will never take; the others of its batch must not fail with it."""


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


@cache
def cloudwatch() -> CloudWatchClient:
    return boto3.client("cloudwatch", config=_METRICS_CONFIG)


class NotStoredError(Exception):
    """Some of what was given without an id could not be stored; the caller has to try again."""


def handler(event: object, _context: object) -> dict[str, list[dict[str, str]]]:
    """Stores what is in the messages, and names those that failed; the others will not come again."""
    parcels = Parcel.all_in(event)
    failed = [parcel for parcel in parcels if parcel.unreadable]
    found = {one.id: one for parcel in parcels for one in parcel.events}
    kept, lost = 0, set()
    for batch in _batches(list(found.values())):
        stored, left = _store(batch)
        kept += stored
        lost |= {one.id for one in left}
    failed += [parcel for parcel in parcels if any(one.id in lost for one in parcel.events)]
    _tell(parcels, kept, len(lost))
    _measure(found.values(), datetime.now(UTC))
    if any(parcel.id is None for parcel in failed):
        raise NotStoredError("not stored: see the log of this function")
    return {"batchItemFailures": [{"itemIdentifier": id} for id in dict.fromkeys(p.id for p in failed if p.id)]}


def _tell(parcels: tuple[Parcel, ...], stored: int, lost: int) -> None:
    copies = sum(len(parcel.events) for parcel in parcels) - stored - lost
    said = {"stored": stored, "copies": copies, "failed": lost}
    reasons = [why for parcel in parcels for why in parcel.unreadable]
    print(json.dumps({"did": "stored", **said, "unreadable": reasons}))


def _measure(events: Iterable[MailEvent], now: datetime) -> None:
    """Publishes how long events took from SES to here; they are stored by now, whether or not this works."""
    timed = [one for one in events if one.type is not None and one.type not in _TIMED_BY_OTHERS]
    waits = [max((now - one.timestamp).total_seconds(), 0.0) for one in timed if one.timestamp is not None]
    if not waits:
        return
    spread = {"SampleCount": len(waits), "Sum": sum(waits), "Minimum": min(waits), "Maximum": max(waits)}
    named = [{"Name": _OF, "Value": _table()}]
    datum: Any = {"MetricName": _LATENCY, "Dimensions": named, "Unit": "Seconds", "StatisticValues": spread}
    try:
        cloudwatch().put_metric_data(Namespace=_NAMESPACE, MetricData=[datum])
    except (ClientError, BotoCoreError) as error:
        print(json.dumps({"did": "not measured", "why": repr(error)}))


def _batches(events: list[MailEvent]) -> Iterator[list[MailEvent]]:
    """As many as fit into a transaction: a mark and its recipients each, and at most one count each."""
    batch: list[MailEvent] = []
    size = 0
    for event in events:
        needed = 2 + len(distinct_recipients(event))
        if batch and size + needed > _MOST_IN_A_TRANSACTION:
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += needed
    if batch:
        yield batch


def _store(batch: list[MailEvent]) -> tuple[int, list[MailEvent]]:
    """How many events were new, and which could not be stored."""
    for attempt in range(_TRIES):
        if not batch:
            return 0, []
        try:
            dynamodb().transact_write_items(TransactItems=_writes(batch))
            return len(batch), []
        except ClientError as error:
            codes = _codes(error)
            if any(code in _POISON for code in codes):
                return _store_apart(batch, codes)
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                return _given_up(batch, codes)
            # The marks come first, in the order of the events: a mark that is there already is a copy.
            batch = [one for one, code in zip(batch, codes, strict=False) if code != "ConditionalCheckFailed"]
            if set(codes) - {"None", "ConditionalCheckFailed"}:
                time.sleep(_SHORTEST_PAUSE * 2**attempt * (1 + secrets.randbelow(100) / 100))
        except BotoCoreError as error:
            return _given_up(batch, [type(error).__name__])
    return _given_up(batch, ["TransactionConflict"]) if batch else (0, [])


def _store_apart(batch: list[MailEvent], codes: list[str]) -> tuple[int, list[MailEvent]]:
    if len(batch) == 1:
        return _given_up(batch, codes)
    results = [_store([one]) for one in batch]
    return sum(stored for stored, _ in results), [one for _, left in results for one in left]


def _given_up(batch: list[MailEvent], codes: list[str]) -> tuple[int, list[MailEvent]]:
    why = sorted(set(codes) - {"None"})
    print(json.dumps({"did": "failed", "why": why, "events": [event.id for event in batch]}))
    return 0, batch


def _codes(error: ClientError) -> list[str]:
    """The reason for each write of a cancelled transaction, or the one code of another error."""
    response: Mapping[str, Any] = error.response
    reasons = [str(reason.get("Code")) for reason in response.get("CancellationReasons", [])]
    return reasons or [response["Error"]["Code"]]


def _writes(batch: list[MailEvent]) -> list[Any]:
    now = datetime.now(UTC)
    marks = [_mark(event, now) for event in batch]
    items = [
        {"Put": {"TableName": _table(), "Item": _attributes(item)}}
        for event in batch
        for item in items_of(event, now=now, expires_at=_expiry(event, now), keep_engagement=_keeps_engagement())
    ]
    return marks + items + _counts(batch, now)


def _mark(event: MailEvent, now: datetime) -> dict[str, object]:
    item = {
        PARTITION_KEY: StoredEvents.seen(event.id),
        SORT_KEY: "seen",
        EXPIRES_AT: int((now + _SEEN_FOR).timestamp()),
    }
    absent = f"attribute_not_exists({PARTITION_KEY})"
    return {"Put": {"TableName": _table(), "Item": _attributes(item), "ConditionExpression": absent}}


def _counts(batch: list[MailEvent], now: datetime) -> list[dict[str, object]]:
    shard = secrets.randbelow(COUNT_SHARDS)
    events: Counter[tuple[str, str]] = Counter()
    recipients: Counter[tuple[str, str]] = Counter()
    for event in batch:
        day = StoredEvents.counts(StoredEvents.moment(event, now).date())
        key = (day, StoredEvents.count_key(event, shard))
        events[key] += 1
        recipients[key] += len(distinct_recipients(event))
    return [
        {
            "Update": {
                "TableName": _table(),
                "Key": _attributes({PARTITION_KEY: day, SORT_KEY: kind}),
                "UpdateExpression": "ADD events :events, recipients :recipients",
                "ExpressionAttributeValues": _attributes(
                    {":events": number, ":recipients": recipients[day, kind]}
                ),
            }
        }
        for (day, kind), number in events.items()
    ]


def _expiry(event: MailEvent, now: datetime) -> int | None:
    days = os.environ["KEEP_DAYS"]
    if days == "forever":
        return None
    return int((StoredEvents.moment(event, now) + timedelta(days=int(days))).timestamp())


def _keeps_engagement() -> bool:
    return os.environ["KEEP_ENGAGEMENT"] == "yes"


def _table() -> str:
    return os.environ["TABLE"]


def _attributes(item: Mapping[str, object]) -> dict[str, Any]:
    serializer = TypeSerializer()
    return {name: serializer.serialize(value) for name, value in item.items()}

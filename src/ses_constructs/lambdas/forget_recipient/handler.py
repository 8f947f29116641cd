"""Deletes everything that an event store has of one recipient. Counts name nobody, and stay."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from ses_constructs.facts.stored_events import PARTITION_KEY, SORT_KEY, StoredEvents

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})
_MOST_IN_A_CALL = 25
"""DynamoDB guide: Quotas (BatchWriteItem)."""
_TRIES = 8
_SHORTEST_PAUSE = 0.05


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


class NotForgottenError(Exception):
    """Some items are still there; invoke the function again."""


def handler(event: Mapping[str, object], _context: object) -> dict[str, int]:
    """Forgets ``{"address": "somebody@example.com"}``; doing it again does no harm.

    Returns:
        ``{"forgotten": <number of events>}``.
    """
    address = event.get("address")
    if not isinstance(address, str) or "@" not in address:
        raise ValueError('say whom to forget: {"address": "somebody@example.com"}')
    forgotten = 0
    while keys := _keys(StoredEvents.recipient(address)):
        for start in range(0, len(keys), _MOST_IN_A_CALL):
            _delete(keys[start : start + _MOST_IN_A_CALL])
        forgotten += len(keys)
    print(json.dumps({"did": "forgot", "events": forgotten}))
    return {"forgotten": forgotten}


def _keys(partition: str) -> list[dict[str, Any]]:
    """The keys of up to a page of items."""
    answer = dynamodb().query(
        TableName=os.environ["TABLE"],
        KeyConditionExpression=f"{PARTITION_KEY} = :partition",
        ExpressionAttributeValues={":partition": {"S": partition}},
        ProjectionExpression=f"{PARTITION_KEY}, {SORT_KEY}",
        ConsistentRead=True,
    )
    return [dict(item) for item in answer["Items"]]


def _delete(keys: list[dict[str, Any]]) -> None:
    table = os.environ["TABLE"]
    wanted: Any = {table: [{"DeleteRequest": {"Key": key}} for key in keys]}
    for attempt in range(_TRIES):
        wanted = dynamodb().batch_write_item(RequestItems=wanted).get("UnprocessedItems") or {}
        if not wanted:
            return
        time.sleep(_SHORTEST_PAUSE * 2**attempt)
    raise NotForgottenError(f"{len(wanted[table])} events are still there; invoke this function again")

"""A table behind a real boto3 client, kept by MiniStack's DynamoDB in this process, with failures to order."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError
from ministack.core.responses import request_scope
from ministack.services import dynamodb

from ses_constructs.facts.stored_events import BY_DAY, BY_MESSAGE, DAY_KEY, MESSAGE_KEY, StoredEvents

_ACCOUNTS = itertools.count(200_000_000_000)
_REGION = "eu-west-1"
LOST = "lost"
"""A failure: the call has its effect, and the answer to it never arrives."""
Item = dict[str, Any]


class EventTable:
    """One table in an account of its own.

    Args:
        attempts: How often the client tries each call.
    """

    name = "events"

    def __init__(self, *, attempts: int = 1) -> None:
        self._account = str(next(_ACCOUNTS))
        self.calls: list[str] = []
        self.failures: dict[int, str] = {}
        """An error code or LOST, by the number of the call."""
        retries: Any = {"mode": "standard", "total_max_attempts": attempts}
        self.client: Any = boto3.client("dynamodb", region_name=_REGION, config=Config(retries=retries))
        hook: Any = self._send
        self.client.meta.events.register("before-send.dynamodb", hook)
        self._create()

    def items(self, partition: str) -> list[Item]:
        """The items with a partition key."""
        answer = self._ask(
            "Query",
            {
                "TableName": self.name,
                "KeyConditionExpression": "pk = :pk",
                "ExpressionAttributeValues": {":pk": {"S": partition}},
            },
        )
        found: list[Item] = answer["Items"]
        return found

    def all_items(self) -> list[Item]:
        """Everything."""
        found: list[Item] = self._ask("Scan", {"TableName": self.name})["Items"]
        return found

    def counts(self, day: date) -> dict[tuple[str, str], tuple[int, int]]:
        """Events and recipients by configuration set and type, shards summed up."""
        events: Counter[tuple[str, str]] = Counter()
        recipients: Counter[tuple[str, str]] = Counter()
        for item in self.items(StoredEvents.counts(day)):
            configuration_set, kind, _ = item["sk"]["S"].split("#")
            events[configuration_set, kind] += int(item["events"]["N"])
            recipients[configuration_set, kind] += int(item["recipients"]["N"])
        return {key: (number, recipients[key]) for key, number in events.items()}

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
        failure = self.failures.get(len(self.calls))
        self.calls.append(operation)
        if failure not in (None, LOST):
            return response(request.url, 400, json.dumps({"__type": failure, "message": "no"}).encode())
        body: Any = request.body
        status, answer = self._handle(operation, body)
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url=request.url)
        return response(request.url, status, answer)

    def _handle(self, operation: str, body: bytes) -> tuple[int, bytes]:
        headers = {"x-amz-target": f"DynamoDB_20120810.{operation}"}
        with request_scope(self._account, _REGION):
            status, _, answer = asyncio.run(dynamodb.handle_request("POST", "/", headers, body, {}))
        return status, answer

    def _ask(self, operation: str, parameters: Item) -> Item:
        status, answer = self._handle(operation, json.dumps(parameters).encode())
        assert status == 200, answer
        parsed: Item = json.loads(answer)
        return parsed

    def _create(self) -> None:
        keys = ("pk", "sk", MESSAGE_KEY, DAY_KEY)
        indexes = [
            {
                "IndexName": name,
                "KeySchema": [_key(key, "HASH"), _key("sk", "RANGE")],
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, key in ((BY_MESSAGE, MESSAGE_KEY), (BY_DAY, DAY_KEY))
        ]
        self._ask(
            "CreateTable",
            {
                "TableName": self.name,
                "KeySchema": [_key("pk", "HASH"), _key("sk", "RANGE")],
                "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
                "BillingMode": "PAY_PER_REQUEST",
                "GlobalSecondaryIndexes": indexes,
            },
        )


def _key(name: str, type: str) -> dict[str, str]:
    return {"AttributeName": name, "KeyType": type}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def response(url: str, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> AWSResponse:
    """An answer as it comes from the network."""
    raw: Any = BytesIO(body)
    raw.stream = lambda *_: iter([body])
    received = HTTPHeaders()
    for name, value in (headers or {"content-type": "application/x-amz-json-1.0"}).items():
        received[name] = value
    return AWSResponse(url, status, received, raw)

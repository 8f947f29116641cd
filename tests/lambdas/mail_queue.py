"""A queue, the one beside it, a ledger and SES, behind real clients: each call may fail, or be the last."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel

from ses_constructs.lambdas.send_queued import handler as sending

KILLED_BEFORE, KILLED_AFTER, LOST = "killed before", "killed after", "lost"
"""The function ends before a call arrives, or after it had its effect; the answer to a call is lost."""
URL, ASIDE = "https://sqs.example/queue", "https://sqs.example/aside"
TIMEOUT = 120
Parsed = dict[str, Any]


class Killed(BaseException):
    """The function has ended here."""


@dataclass
class Held:
    """A message in the queue."""

    id: str
    body: str
    attributes: dict[str, str]
    sent_at: float
    receives: int = 0
    visible_after: int = 0


@dataclass
class MailQueue:
    """What the function sees; and what it does to them."""

    waiting: dict[str, Held] = field(default_factory=dict)
    aside: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ledger: dict[str, Any] = field(default_factory=dict)
    took: list[Parsed] = field(default_factory=list)
    suppressed: dict[str, str] = field(default_factory=dict)
    quota: dict[str, float] = field(
        default_factory=lambda: {"MaxSendRate": -1.0, "Max24HourSend": -1.0, "SentLast24Hours": 0.0}
    )
    refusals: list[tuple[str, int]] = field(default_factory=list)
    """What SES answers to the next mails: code and HTTP status."""
    failures: dict[int, str] = field(default_factory=dict)
    """By the number of the call."""
    calls: list[str] = field(default_factory=list)
    handles: Iterator[int] = field(default_factory=itertools.count)

    def client(self, service: str) -> Any:
        made: Any = boto3.client(service, region_name="eu-west-1")  # type: ignore[call-overload]
        made.meta.events.register(f"before-call.{service}", self)
        return made

    def put(self, body: object, age: float = 0.0, /, **attributes: str) -> str:
        id = f"message-{len(self.waiting) + len(self.took) + len(self.aside)}"
        text = body if isinstance(body, str) else json.dumps(body)
        self.waiting[id] = Held(id, text, attributes, time.time() - age)
        return id

    def give(self, *, milliseconds: int = 120_000) -> list[str]:
        """Invokes the function once with all that waits, as SQS does; returns what stays."""
        records = [self._record(held) for held in self.waiting.values()]
        try:
            answer = sending.handler({"Records": records}, Remaining(milliseconds))
        except Killed:
            return list(self.waiting)
        stay = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
        self.waiting = {id: held for id, held in self.waiting.items() if id in stay}
        return stay

    def _record(self, held: Held) -> dict[str, Any]:
        held.receives += 1
        return {
            "messageId": held.id,
            "receiptHandle": f"{held.id}/{next(self.handles)}",
            "body": held.body,
            "attributes": {
                "ApproximateReceiveCount": str(held.receives),
                "SentTimestamp": str(int(held.sent_at * 1000)),
            },
            "messageAttributes": {
                name: {"dataType": "String", "stringValue": value} for name, value in held.attributes.items()
            },
        }

    def __call__(
        self, *, model: OperationModel, params: Mapping[str, Any], **_: object
    ) -> tuple[AWSResponse, Parsed]:
        failure = self.failures.get(len(self.calls))
        self.calls.append(model.name)
        if failure == KILLED_BEFORE:
            raise Killed
        if failure not in (None, LOST, KILLED_AFTER):
            return refusal(str(failure), 500)
        body = json.loads(params["body"]) if params["body"] else {"Path": params["url_path"]}
        answer = getattr(self, model.name)(body)
        if failure == KILLED_AFTER:
            raise Killed
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url="https://aws.example")
        return answer if isinstance(answer, tuple) else (AWSResponse("", 200, HTTPHeaders(), None), answer)

    def GetAccount(self, _body: Parsed) -> Parsed:
        return {"SendQuota": dict(self.quota)}

    def GetSuppressedDestination(self, body: Parsed) -> Any:
        address = body["Path"].rpartition("/")[2].replace("%40", "@")
        if address not in self.suppressed:
            return refusal("NotFoundException", 404)
        return {"SuppressedDestination": {"EmailAddress": address, "Reason": self.suppressed[address]}}

    def SendEmail(self, body: Parsed) -> Any:
        if self.refusals:
            return refusal(*self.refusals.pop(0))
        self.took.append(body)
        return {"MessageId": f"taken-{len(self.took)}"}

    def PutItem(self, body: Parsed) -> Any:
        id = body["Item"]["id"]["S"]
        if "ConditionExpression" in body and id in self.ledger:
            return refusal("ConditionalCheckFailedException", 400)
        self.ledger[id] = body["Item"]
        return {}

    def GetItem(self, body: Parsed) -> Parsed:
        found = self.ledger.get(body["Key"]["id"]["S"])
        return {} if found is None else {"Item": found}

    def DeleteItem(self, body: Parsed) -> Parsed:
        self.ledger.pop(body["Key"]["id"]["S"], None)
        return {}

    def SendMessage(self, body: Parsed) -> Parsed:
        assert body["QueueUrl"] == ASIDE
        attributes = {name: value["StringValue"] for name, value in body["MessageAttributes"].items()}
        self.aside.append((body["MessageBody"], attributes))
        return {"MessageId": "aside"}

    def DeleteMessage(self, body: Parsed) -> Parsed:
        assert body["QueueUrl"] == URL
        self.waiting.pop(body["ReceiptHandle"].partition("/")[0], None)
        return {}

    def ChangeMessageVisibility(self, body: Parsed) -> Parsed:
        assert body["QueueUrl"] == URL
        self.waiting[body["ReceiptHandle"].partition("/")[0]].visible_after = body["VisibilityTimeout"]
        return {}


class Remaining:
    """What Lambda says of the time that is left."""

    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


def refusal(code: str, status: int) -> tuple[AWSResponse, Parsed]:
    metadata = {"HTTPStatusCode": status}
    parsed = {"Error": {"Code": code, "Message": f"said AWS of {code}"}, "ResponseMetadata": metadata}
    return AWSResponse("", status, HTTPHeaders(), None), parsed

"""A bucket, a table, SES, a queue and a bus behind real clients: what handlers of mail do, call by call."""

from __future__ import annotations

import base64
import io
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel

LOST = "lost"
"""A failure: the call has its effect, and the answer to it never arrives."""
BUCKET, TABLE = "mail", "table"
Parsed = dict[str, Any]
_HOOKS = {"events": "eventbridge"}


@dataclass
class Sent:
    """A message that SES took."""

    sender: str
    to: str
    raw: bytes
    configuration_set: str | None = None
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class MailWorld:
    """What the functions see."""

    objects: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    table: dict[str, Parsed] = field(default_factory=dict)
    queue: list[str] = field(default_factory=list)
    bus: list[Parsed] = field(default_factory=list)
    bounced: list[Parsed] = field(default_factory=list)
    contacts: dict[str, Parsed] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """What SES answers, by recipient."""
    too_old: set[str] = field(default_factory=set)
    """Ids of messages that SES no longer bounces."""
    unprocessed: int = 0
    """How many batches the table gives back whole."""
    calls: list[str] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)
    """By the number of the call: an error code, or LOST."""
    _ids: Any = field(default_factory=itertools.count)

    def save(self, raw: bytes, *, prefix: str) -> str:
        """Saves a message as SES does, and returns its id."""
        id = f"m{next(self._ids):06}"
        self.objects[f"{prefix}{id}"] = raw
        return id

    def __call__(
        self, *, model: OperationModel, params: Mapping[str, Any], **_: object
    ) -> tuple[AWSResponse, Parsed]:
        failure = self.failures.get(len(self.calls))
        self.calls.append(model.name)
        if failure not in (None, LOST):
            return refusal(str(failure))
        answer = getattr(self, model.name)(params)
        if failure == LOST:
            raise ReadTimeoutError(endpoint_url="https://aws.example")
        return answer if isinstance(answer, tuple) else (AWSResponse("", 200, HTTPHeaders(), None), answer)

    def GetObject(self, params: Mapping[str, Any]) -> Parsed:
        body = self.objects[_key(params)]
        if "Range" in params["headers"]:
            body = body[: int(params["headers"]["Range"].rpartition("-")[2]) + 1]
        return {"Body": io.BytesIO(body)}

    def PutObject(self, params: Mapping[str, Any]) -> Parsed:
        body = params["body"]
        self.objects[_key(params)] = body if isinstance(body, bytes) else body.read()
        self.types[_key(params)] = params["headers"]["Content-Type"]
        return {}

    def SendEmail(self, params: Mapping[str, Any]) -> Any:
        body = json.loads(params["body"])
        (to,) = body["Destination"]["ToAddresses"]
        if to in self.refused:
            return refusal(self.refused[to])
        data = base64.b64decode(body["Content"]["Raw"]["Data"])
        tags = {tag["Name"]: tag["Value"] for tag in body.get("EmailTags", [])}
        self.sent.append(Sent(body["FromEmailAddress"], to, data, body.get("ConfigurationSetName"), tags))
        return {"MessageId": f"sent-{len(self.sent)}"}

    def SendBounce(self, params: Mapping[str, Any]) -> Any:
        if params["body"]["OriginalMessageId"] in self.too_old:
            return refusal("MessageRejected")
        self.bounced.append(dict(params["body"]))
        return {"MessageId": "bounced"}

    def SendMessage(self, params: Mapping[str, Any]) -> Parsed:
        self.queue.append(json.loads(params["body"])["MessageBody"])
        return {"MessageId": "told"}

    def PutEvents(self, params: Mapping[str, Any]) -> Parsed:
        self.bus += json.loads(params["body"])["Entries"]
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"}]}

    def PutItem(self, params: Mapping[str, Any]) -> Any:
        body = json.loads(params["body"])
        id, condition = body["Item"]["id"]["S"], body.get("ConditionExpression", "")
        there, now = self.table.get(id), int(time.time())
        if there is not None and condition:
            over = int(there["claimed_until" if "claimed_until" in condition else "expires_at"]["N"]) < now
            if "done_at" in there or not over:
                return refusal("ConditionalCheckFailedException")
        self.table[id] = body["Item"]
        return {}

    def GetItem(self, params: Mapping[str, Any]) -> Parsed:
        found = self.table.get(json.loads(params["body"])["Key"]["id"]["S"])
        return {} if found is None else {"Item": found}

    def UpdateItem(self, params: Mapping[str, Any]) -> Parsed:
        body = json.loads(params["body"])
        self.table[body["Key"]["id"]["S"]]["done_at"] = body["ExpressionAttributeValues"][":now"]
        return {}

    def DeleteItem(self, params: Mapping[str, Any]) -> Parsed:
        self.table.pop(json.loads(params["body"])["Key"]["id"]["S"], None)
        return {}

    def BatchWriteItem(self, params: Mapping[str, Any]) -> Parsed:
        asked = json.loads(params["body"])["RequestItems"]
        if self.unprocessed:
            self.unprocessed -= 1
            return {"UnprocessedItems": asked}
        assert len(asked[TABLE]) <= 25
        for request in asked[TABLE]:
            item = request["PutRequest"]["Item"]
            self.table[f"{item['pk']['S']}/{item['sk']['S']}"] = item
        return {"UnprocessedItems": {}}

    def GetContact(self, params: Mapping[str, Any]) -> Any:
        found = self.contacts.get(_last(params))
        return refusal("NotFoundException", 404) if found is None else found

    def CreateContact(self, params: Mapping[str, Any]) -> Parsed:
        body = json.loads(params["body"])
        self.contacts[body.pop("EmailAddress")] = body
        return {}

    def UpdateContact(self, params: Mapping[str, Any]) -> Parsed:
        self.contacts[_last(params)] = json.loads(params["body"])
        return {}


class Wires:
    """Clients that are made once, and lead to whichever world is there."""

    def __init__(self) -> None:
        self.world = MailWorld()
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A client that tries once."""
        if service not in self._clients:
            self._clients[service] = wired(service, self)
        return self._clients[service]

    def __call__(
        self, *, model: OperationModel, params: Mapping[str, Any], **_: object
    ) -> tuple[AWSResponse, Parsed]:
        return self.world(model=model, params=params)


def wired(service: str, hook: Any) -> Any:
    """A client that tries once, and asks the hook instead of AWS."""
    retries: Any = {"mode": "standard", "total_max_attempts": 1}
    made: Any = boto3.client(service, region_name="eu-west-1", config=Config(retries=retries))  # type: ignore[call-overload]
    made.meta.events.register(f"before-call.{_HOOKS.get(service, service)}", hook)
    return made


def _key(params: Mapping[str, Any]) -> str:
    parts = urlsplit(params["url"])
    path = unquote(parts.path).lstrip("/")
    return path.removeprefix(f"{BUCKET}/")


def _last(params: Mapping[str, Any]) -> str:
    return unquote(urlsplit(params["url"]).path.rpartition("/")[2])


def refusal(code: str, status: int = 400) -> tuple[AWSResponse, Parsed]:
    """An error of AWS."""
    metadata = {"HTTPStatusCode": status}
    parsed = {"Error": {"Code": code, "Message": f"said AWS of {code}"}, "ResponseMetadata": metadata}
    return AWSResponse("", status, HTTPHeaders(), None), parsed


def notice(
    id: str,
    *,
    source: str = "ada@author.test",
    recipients: tuple[str, ...] = ("support@example.com",),
    headers: tuple[tuple[str, str], ...] = (),
    **verdicts: str,
) -> Parsed:
    """What SES invokes a function with; every check passes unless said."""
    checks = {name: {"status": verdicts.get(name, "PASS")} for name in ("spam", "virus", "spf", "dkim", "dmarc")}
    policy = {"dmarcPolicy": verdicts["policy"]} if "policy" in verdicts else {}
    receipt = {
        "timestamp": "2026-11-20T10:00:00.000Z",
        "recipients": list(recipients),
        **{f"{name}Verdict": verdict for name, verdict in checks.items()},
        **policy,
        "action": {"type": "Lambda"},
    }
    listed = [{"name": name, "value": value} for name, value in headers]
    mail = {"messageId": id, "source": source, "headers": listed, "timestamp": "2026-11-20T10:00:00.000Z"}
    record = {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": {"mail": mail, "receipt": receipt}}
    return {"Records": [record]}

"""Everything the provider function calls, behind real boto3 clients, with failures to order.

SES is the emulator's own, so that what it refuses is refused here; the other services are as small as can be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
import clients
import handler
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from botocore.model import OperationModel
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.service import Ses
from ses_constructs.local.world import Place
from tests.local.ses.aws import FakeWorld

PLACE = Place("111122223333", "eu-west-1")
STACK_ID = "arn:aws:cloudformation:eu-west-1:111122223333:stack/Mail/1"
FUNCTION = PLACE.arn("lambda", "function:provider")
LOST = "lost"
"""A failure: the call has its effect, and the answer to it never arrives."""
BEGINNING = 1_793_534_400.0
"""When the clock starts, in seconds since 1970."""
KEY_PAIR = rsa.generate_private_key(public_exponent=65537, key_size=2048)

Parsed = dict[str, Any]


def pem(key: rsa.RSAPrivateKey = KEY_PAIR, *, form: PrivateFormat = PrivateFormat.TraditionalOpenSSL) -> str:
    """A key as openssl prints it."""
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


@dataclass
class ProviderWorld:
    """One account and region; other accounts' zones are here too."""

    dns: FakeWorld = field(default_factory=FakeWorld)
    secrets: dict[str, str | None] = field(default_factory=dict)
    """Text by ARN; ``None`` for a secret without a value."""
    zones: dict[str, dict[tuple[str, str], Parsed]] = field(default_factory=dict)
    """Record sets by zone, name and type."""
    roles: dict[str, str] = field(default_factory=dict)
    """External id by role."""
    sessions: list[str] = field(default_factory=list)
    clock: float = 0.0
    """Seconds that have been slept."""
    invoked: list[Parsed] = field(default_factory=list)
    """Events that the function has had passed on to itself."""
    calls: list[str] = field(default_factory=list)
    quotes: str = ""
    """What refusals quote."""
    failures: dict[int, str] = field(default_factory=dict)
    """An error code or LOST, by the number of the call."""

    def __post_init__(self) -> None:
        self.ses = Ses(self.dns)
        self.v1: Any = _client("ses", counted=False)
        """For tests: its calls are not counted and do not fail."""
        self.v2: Any = _client("sesv2", counted=False)

    def fail_before(self, operation: str) -> tuple[AWSResponse, Parsed] | None:
        failure = self.failures.get(len(self.calls))
        self.calls.append(operation)
        return None if failure in (None, LOST) else refusal(str(failure), self.quotes)

    def lose_answer(self) -> None:
        if self.failures.get(len(self.calls) - 1) == LOST:
            raise ReadTimeoutError(endpoint_url="https://aws.example")

    def answer(self, model: OperationModel, params: Mapping[str, Any]) -> Any:
        """What a service other than SES says."""
        body = params["body"]
        fields: Parsed = json.loads(body) if isinstance(body, str | bytes) and body[:1] in ("{", b"{") else {}
        answer = getattr(self, model.name)(fields, params)
        return answer if isinstance(answer, tuple) else ok(answer)

    def send_to_ses(self, request: AWSPreparedRequest) -> AWSResponse:
        url = urlsplit(request.url)
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        body: Any = request.body or b""
        data = body.encode() if isinstance(body, str) else body
        answer = self.ses.handle(PLACE, Request(request.method, url.path, url.query, headers, data))
        raw: Any = BytesIO(answer.body)
        raw.stream = lambda *_: iter([answer.body])
        received = HTTPHeaders()
        for name, value in answer.headers.items():
            received[name] = value
        return AWSResponse(request.url, answer.status, received, raw)

    def sleep(self, seconds: float) -> None:
        self.clock += seconds

    def Invoke(self, body: Parsed, params: Mapping[str, Any]) -> Parsed:
        assert FUNCTION in unquote(params["url_path"])
        assert params["headers"]["X-Amz-Invocation-Type"] == "Event"
        self.invoked.append(body)
        return {"StatusCode": 202}

    def GetSecretValue(self, body: Parsed, _: object) -> Any:
        text = self.secrets.get(body["SecretId"])
        return refusal("ResourceNotFoundException") if text is None else {"SecretString": text}

    def PutSecretValue(self, body: Parsed, _: object) -> Parsed:
        self.secrets[body["SecretId"]] = body["SecretString"]
        return {}

    def GenerateDataKeyPair(self, body: Parsed, _: object) -> Parsed:
        assert body["KeyPairSpec"] == "RSA_2048"
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {"PrivateKeyPlaintext": private, "PublicKey": public}

    def AssumeRole(self, _: Parsed, params: Mapping[str, Any]) -> Any:
        asked = params["body"]
        if self.roles.get(asked["RoleArn"]) != asked["ExternalId"]:
            return refusal("AccessDenied")
        self.sessions.append(asked["RoleArn"])
        given = {"AccessKeyId": "ASIAOFTHEROLE", "SecretAccessKey": "secret-of-the-role", "SessionToken": "token"}
        return {"Credentials": given}

    def ListResourceRecordSets(self, _: Parsed, params: Mapping[str, Any]) -> Any:
        zone = self._zone(params)
        if zone is None:
            return refusal("NoSuchHostedZone")
        wanted = (params["query_string"]["name"].rstrip("."), params["query_string"]["type"])
        later = sorted(key for key in zone if key >= wanted)
        spelt = [{**zone[key], "Name": zone[key]["Name"].replace("*", r"\052")} for key in later[:1]]
        return {"ResourceRecordSets": spelt, "IsTruncated": False}

    def ChangeResourceRecordSets(self, _: Parsed, params: Mapping[str, Any]) -> Any:
        zone = self._zone(params)
        if zone is None:
            return refusal("NoSuchHostedZone")
        draft = dict(zone)
        for action, record in changes_in(params["body"]):
            key = (record["Name"].rstrip("."), record["Type"])
            if action == "DELETE" and draft.pop(key, None) != record:
                return refusal("InvalidChangeBatch")
            if action == "UPSERT":
                draft[key] = record
        self.zones[zone_id(params)] = draft
        return {"ChangeInfo": {"Id": "/change/1", "Status": "PENDING"}}

    def _zone(self, params: Mapping[str, Any]) -> dict[tuple[str, str], Parsed] | None:
        return self.zones.get(zone_id(params))


def zone_id(params: Mapping[str, Any]) -> str:
    return str(params["url_path"]).split("/hostedzone/")[1].split("/")[0]


def changes_in(body: bytes | str) -> list[tuple[str, Parsed]]:
    """The changes of a batch, read from its XML."""
    from xml.etree import ElementTree as Xml

    spaces = {"r": "https://route53.amazonaws.com/doc/2013-04-01/"}
    found = []
    for change in Xml.fromstring(body).iterfind(".//r:Change", spaces):
        record = change.find("r:ResourceRecordSet", spaces)
        assert record is not None
        text = {each: record.findtext(f"r:{each}", "", spaces) for each in ("Name", "Type", "TTL")}
        text["Name"] = text["Name"].replace(r"\052", "*")
        values = [{"Value": value.text or ""} for value in record.iterfind(".//r:Value", spaces)]
        action = change.findtext("r:Action", "", spaces)
        found.append((action, {**text, "TTL": int(text["TTL"]), "ResourceRecords": values}))
    return found


def ok(parsed: Parsed) -> tuple[AWSResponse, Parsed]:
    return AWSResponse("", 200, HTTPHeaders(), None), parsed


def refusal(code: str, quote: str = "") -> tuple[AWSResponse, Parsed]:
    parsed = {"Error": {"Code": code, "Message": f"said AWS of {code} {quote}"}, "ResponseMetadata": {}}
    return AWSResponse("", 400, HTTPHeaders(), None), parsed


@dataclass
class Invocation:
    """Lambda's context of one invocation, which lasts for 15 minutes of the world's clock."""

    world: ProviderWorld
    began: float
    invoked_function_arn: str = FUNCTION

    def get_remaining_time_in_millis(self) -> float:
        left = 900 - (self.world.clock - self.began)
        assert left > 0, "Lambda has ended the invocation"
        return 1000 * left


@dataclass
class Deployment:
    """A stack with one custom resource, deployed as CloudFormation does it: it undoes what fails."""

    type: str
    answers: list[Parsed]
    properties: Parsed | None = None
    physical_id: str = ""

    def create(self, **properties: object) -> Parsed:
        answer = self._send("Create", ResourceProperties=properties)
        if answer["Status"] == "SUCCESS":
            self.properties, self.physical_id = properties, answer["PhysicalResourceId"]
        else:
            self._delete_for_sure(answer["PhysicalResourceId"], properties)
        return answer

    def update(self, **properties: object) -> Parsed:
        old, physical_id = self.properties, self.physical_id
        assert old is not None
        answer = self._update(properties, old)
        if answer["Status"] == "FAILED":
            self._for_sure(lambda: self._update(old, properties))
            return answer
        self.properties, self.physical_id = properties, answer["PhysicalResourceId"]
        if self.physical_id != physical_id:
            self._delete_for_sure(physical_id, old)
        return answer

    def update_that_something_else_fails(self, **properties: object) -> None:
        """The custom resource is updated, another resource is not, and all of it is undone."""
        old = self.properties
        assert old is not None
        assert self._update(properties, old)["Status"] == "SUCCESS"
        assert self._update(old, properties)["Status"] == "SUCCESS"

    def delete(self) -> Parsed:
        assert self.properties is not None
        return self._send("Delete", PhysicalResourceId=self.physical_id, ResourceProperties=self.properties)

    def _delete_for_sure(self, physical_id: str, properties: Parsed) -> None:
        event = {"PhysicalResourceId": physical_id, "ResourceProperties": properties}
        self._for_sure(lambda: self._send("Delete", **event))

    def _for_sure(self, step: Callable[[], Parsed]) -> None:
        """What undoes something may fail as well, and is then asked for again by people."""
        answer = step()
        for _ in range(2):
            if answer["Status"] == "FAILED":
                answer = step()
        assert answer["Status"] == "SUCCESS", answer

    def _update(self, new: Parsed, old: Parsed) -> Parsed:
        more = {"ResourceProperties": new, "OldResourceProperties": old}
        return self._send("Update", PhysicalResourceId=self.physical_id, **more)

    def _send(self, kind: str, **fields: object) -> Parsed:
        event = {
            "RequestType": kind,
            "ResponseURL": "https://cloudformation.example/answer",
            "StackId": STACK_ID,
            "RequestId": "request",
            "LogicalResourceId": "Settings",
            "ResourceType": self.type,
            **fields,
        }
        before, world = len(self.answers), _connected[-1]
        world.invoked.append(event)
        while world.invoked:
            handler.handler(world.invoked.pop(), Invocation(world, world.clock))
        assert len(self.answers) == before + 1, "each event is answered once"
        return self.answers[-1]


_SES = ("ses", "sesv2")
_SERVICES = {**{each: each for each in (*_SES, "secretsmanager", "kms", "sts", "route53")}, "lambda_": "lambda"}
"""By the name of the function that makes the client."""
_connected: list[ProviderWorld] = []
"""The world that the clients lead to: a client takes long to make, so that all tests use the same."""


@cache
def _client(service: str, *, counted: bool) -> Any:
    client = boto3.client(service, region_name=PLACE.region)  # type: ignore[call-overload]
    events = client.meta.events

    def before_call(*, model: OperationModel, params: Mapping[str, Any], **_: object) -> Any:
        world = _connected[-1]
        refused = world.fail_before(model.name)
        if refused is not None or service in _SES:
            return refused
        answer = world.answer(model, params)
        world.lose_answer()
        return answer

    if counted:
        events.register("before-call", before_call)
        events.register("after-call", lambda **_: _connected[-1].lose_answer())
    if service in _SES:
        events.register("before-send", lambda request, **_: _connected[-1].send_to_ses(request))
    return client


def connected(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    """A world that the function's clients lead to, and what deploys a resource type into it."""
    world = ProviderWorld()
    answers: list[Parsed] = []
    _connected[:] = [world]
    for maker, service in _SERVICES.items():
        monkeypatch.setattr(clients, maker, partial(_client, service, counted=True))
    monkeypatch.setattr(clients, "route53_as", lambda **_: _client("route53", counted=True))
    monkeypatch.setattr("time.sleep", world.sleep)
    monkeypatch.setattr("time.time", lambda: BEGINNING + world.clock)
    monkeypatch.setattr(handler, "deliver", lambda _url, body: answers.append(json.loads(body)))
    return world, lambda type: Deployment(type, answers)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)

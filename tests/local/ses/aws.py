"""A rest of AWS in memory, and real boto3 clients that talk to the emulated SES without sockets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from ses_constructs.local.ses.service import Request, Ses
from ses_constructs.local.world import Parcel, Place, TargetRefusedError

DOMAIN = "example.com"
DATA_KEY = bytes(range(32))


@dataclass(slots=True)
class Published:
    """A message on a topic."""

    topic: str
    message: str
    source: str
    subject: str


@dataclass(slots=True)
class Metric:
    """One metric value."""

    name: str
    value: float
    dimensions: dict[str, str]


@dataclass(slots=True)
class FakeWorld:
    """The rest of AWS: remembers everything, refuses the targets named in ``refused``."""

    moment: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)
    dns: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    bus: list[tuple[str, list[str], Mapping[str, Any]]] = field(default_factory=list)
    records: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    logged: list[tuple[str, str, Mapping[str, object]]] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    secrets: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    relayed: list[Parcel] = field(default_factory=list)
    invocations: list[tuple[str, Mapping[str, Any], bool]] = field(default_factory=list)
    answers: dict[str, object] = field(default_factory=dict)
    during_call: Callable[[], None] | None = None

    def now(self) -> datetime:
        return self.moment

    def pass_hours(self, hours: float) -> None:
        self.moment += timedelta(hours=hours)

    def own_url(self, path: str) -> str:
        return f"https://ses.test{path}"

    def dns_records(self, name: str, type: str) -> list[str]:
        return self.dns.get((name, type), [])

    def publish(
        self,
        place: Place,
        topic_arn: str,
        message: str,
        *,
        source_arn: str,
        subject: str = "",
        role_arn: str = "",
    ) -> None:
        self._check(role_arn or topic_arn)
        if self.during_call is not None:
            self.during_call()
        self.published.append(Published(topic_arn, message, source_arn, subject))

    def put_event(
        self, place: Place, *, detail_type: str, resources: list[str], detail: Mapping[str, object]
    ) -> None:
        self._check("bus")
        self.bus.append((detail_type, resources, detail))

    def put_record(self, place: Place, stream_arn: str, role_arn: str, data: bytes, *, source_arn: str) -> None:
        self._check(stream_arn)
        self.records.append((stream_arn, role_arn, data, source_arn))

    def put_metric(
        self, place: Place, name: str, value: float, *, dimensions: Mapping[str, str], timestamp: datetime
    ) -> None:
        self._check(name)
        self.metrics.append(Metric(name, value, dict(dimensions)))

    def put_log(
        self, place: Place, resource_arn: str, log_type: str, entry: Mapping[str, object], *, timestamp: datetime
    ) -> None:
        self._check(resource_arn)
        self.logged.append((resource_arn, log_type, entry))

    def put_object(
        self,
        place: Place,
        bucket: str,
        key: str,
        body: bytes,
        *,
        source_arn: str,
        role_arn: str = "",
        metadata: Mapping[str, str] | None = None,
        kms_key: str = "",
    ) -> None:
        self._check(role_arn or bucket)
        self._check(kms_key)
        self.objects[f"{bucket}/{key}"] = body
        self.metadata[f"{bucket}/{key}"] = dict(metadata or {})

    def get_object(self, place: Place, bucket: str, key: str, *, source_arn: str) -> bytes:
        self._check(bucket)
        found = self.objects.get(f"{bucket}/{key}")
        if found is None:
            raise TargetRefusedError(f"S3 object {bucket}/{key} does not exist")
        return found

    def data_key(
        self, place: Place, key_arn: str, context: Mapping[str, str], *, source_arn: str, role_arn: str = ""
    ) -> tuple[bytes, bytes]:
        self._check(role_arn or key_arn)
        return DATA_KEY, b"encrypted " + DATA_KEY

    def secret_texts(
        self, place: Place, secret_arn: str, *, source_arn: str, looked_at: bool = False
    ) -> list[str]:
        self._check(secret_arn)
        return self.secrets[secret_arn]

    def check_role(
        self,
        place: Place,
        role_arn: str,
        *,
        action: str,
        resource: str,
        source_arn: str,
        keys: Mapping[str, str | list[str]] | None = None,
    ) -> None:
        self._check(role_arn)
        self.asked.append((action, resource))

    def relay(self, parcel: Parcel) -> None:
        self._check(parcel.host)
        self.relayed.append(parcel)

    def invoke(
        self,
        place: Place,
        function_arn: str,
        payload: Mapping[str, object],
        *,
        source_arn: str,
        wait: bool,
        role_arn: str = "",
    ) -> object:
        self._check(role_arn or function_arn)
        if self.during_call is not None:
            self.during_call()
        self.invocations.append((function_arn, payload, wait))
        return self.answers.get(function_arn)

    def check_topic(self, place: Place, topic_arn: str, *, source_arn: str) -> None:
        self._check(topic_arn)

    def check_bucket(
        self, place: Place, bucket: str, key_prefix: str, *, source_arn: str, role_arn: str = ""
    ) -> None:
        self._check(role_arn or bucket)

    def check_function(self, place: Place, function_arn: str, *, source_arn: str) -> None:
        self._check(function_arn)

    def check_stream(self, place: Place, stream_arn: str, role_arn: str, *, source_arn: str) -> None:
        self._check(stream_arn)

    def _check(self, target: str) -> None:
        if target in self.refused:
            raise TargetRefusedError(self.refused[target])

    def values(self, name: str, **dimensions: str) -> list[float]:
        """The values of one metric, oldest first; dimension names have ``_`` for ``:`` and ``-``."""
        return [
            metric.value
            for metric in self.metrics
            if metric.name == name
            and {key.replace(":", "_").replace("-", "_"): value for key, value in metric.dimensions.items()}
            == dimensions
        ]


# Making a boto3 client takes half a second, so clients outlive tests and find the account of the moment here.
_ACCOUNTS: dict[str, Account] = {}


@cache
def client(service: str, region: str) -> Any:
    """A boto3 client whose prepared requests go straight into the emulated SES."""
    session = boto3.session.Session(
        aws_access_key_id="AKIATEST", aws_secret_access_key="secret", region_name=region
    )
    made = session.client(service)  # type: ignore[call-overload]
    made.meta.events.register("before-send", lambda request, **_: _answer(request, _ACCOUNTS[region]))
    return made


def _answer(request: AWSPreparedRequest, account: Account) -> AWSResponse:
    url = urlsplit(request.url)
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    body: Any = request.body or b""
    data = body.encode() if isinstance(body, str) else body
    sent = Request(request.method, url.path, url.query, headers, data)
    answer = account.ses.handle(account.place, sent)
    raw: Any = BytesIO(answer.body)
    raw.stream = lambda *_: iter([answer.body])
    received = HTTPHeaders()
    for name, value in answer.headers.items():
        received[name] = value
    return AWSResponse(request.url, answer.status, received, raw)


class Account:
    """One place with its SES, and what tests do there all the time."""

    def __init__(self, ses: Ses, world: FakeWorld, place: Place) -> None:
        self.ses = ses
        self.world = world
        self.place = place
        _ACCOUNTS[place.region] = self
        self.v1: Any = client("ses", place.region)
        self.v2: Any = client("sesv2", place.region)
        self.mail_manager: Any = client("mailmanager", place.region)

    def arn(self, resource: str) -> str:
        return self.place.arn("ses", resource)

    def topic(self, name: str) -> str:
        return self.place.arn("sns", name)

    def publish_dkim(self, domain: str) -> None:
        """Puts the three DKIM records of a domain into DNS, as its owner would."""
        dkim = self.v2.get_email_identity(EmailIdentity=domain)["DkimAttributes"]
        for token in dkim["Tokens"]:
            name = f"{token}._domainkey.{domain}"
            self.world.dns[name, "CNAME"] = [f"{token}.{dkim['SigningHostedZone']}"]

    def verify(self, domain: str = DOMAIN) -> None:
        """Creates a domain identity and verifies it."""
        self.v2.create_email_identity(EmailIdentity=domain)
        self.publish_dkim(domain)

    def listen(self, set_name: str, *events: str, topic: str = "events") -> None:
        """Creates a configuration set (if need be) that publishes events to a topic."""
        if set_name not in self.v2.list_configuration_sets()["ConfigurationSets"]:
            self.v2.create_configuration_set(ConfigurationSetName=set_name)
        self.v2.create_configuration_set_event_destination(
            ConfigurationSetName=set_name,
            EventDestinationName=f"to-{topic}",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": list(events),
                "SnsDestination": {"TopicArn": self.topic(topic)},
            },
        )

    def send(self, *to: str, sender: str = f"hello@{DOMAIN}", **more: Any) -> str:
        """Sends a small formatted message by SES v2."""
        answer = self.v2.send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": list(to)},
            Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello."}}}},
            **more,
        )
        return str(answer["MessageId"])


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def parse(raw: bytes) -> EmailMessage:
    """A raw message as an object."""
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message

"""What the emulated SES needs from the rest of the emulated AWS, as one narrow interface.

The SES state machine (``local/ses``) knows only this. One adapter (``local/ministack``) fulfils it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """An account in a region: the scope of everything SES keeps."""

    account: str
    region: str
    partition: str = "aws"

    def arn(self, service: str, resource: str) -> str:
        """``arn:<partition>:<service>:<region>:<account>:<resource>``."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message for another mail server, with how to get in; an empty ``user`` means without a login."""

    host: str
    port: int
    sender: str
    recipients: tuple[str, ...]
    message: bytes
    user: str = ""
    password: str = field(default="", repr=False)


class TargetRefusedError(Exception):
    """A target does not exist or does not let SES in; the text says which and why."""


class World(Protocol):
    """The rest of AWS, as far as SES touches it. Every call may raise :class:`TargetRefusedError`."""

    def now(self) -> datetime:
        """The time, in UTC."""
        ...

    def own_url(self, path: str) -> str:
        """Where whoever runs beside the emulator finds something that SES itself serves."""
        ...

    def dns_records(self, name: str, type: str) -> list[str]:
        """Values that public DNS answers for a name, from all hosted zones: no trailing dots, TXT unquoted."""
        ...

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
        """Publishes to an SNS topic as ``ses.amazonaws.com`` (the topic's policy is obeyed) or through a role."""
        ...

    def put_event(
        self, place: Place, *, detail_type: str, resources: list[str], detail: Mapping[str, object]
    ) -> None:
        """Puts an event with source ``aws.ses`` on the account's default event bus."""
        ...

    def put_record(self, place: Place, stream_arn: str, role_arn: str, data: bytes, *, source_arn: str) -> None:
        """Writes one record to a Firehose stream through the role, whose trust policy is obeyed."""
        ...

    def put_metric(
        self, place: Place, name: str, value: float, *, dimensions: Mapping[str, str], timestamp: datetime
    ) -> None:
        """Puts one value into CloudWatch namespace ``AWS/SES``."""
        ...

    def put_log(
        self, place: Place, resource_arn: str, log_type: str, entry: Mapping[str, object], *, timestamp: datetime
    ) -> None:
        """Writes an entry to every log group that this kind of log of the resource is delivered to, if any."""
        ...

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
        """Writes an S3 object as ``ses.amazonaws.com`` (the bucket's policy is obeyed) or through a role.

        ``kms_key`` is what S3 encrypts it with, or else what the bucket says; the role must be allowed to use it.
        """
        ...

    def get_object(self, place: Place, bucket: str, key: str, *, source_arn: str) -> bytes:
        """Reads an S3 object as ``ses.amazonaws.com``; the policies of bucket and KMS key are obeyed."""
        ...

    def data_key(
        self, place: Place, key_arn: str, context: Mapping[str, str], *, source_arn: str, role_arn: str = ""
    ) -> tuple[bytes, bytes]:
        """A key to encrypt with, plain and encrypted; the policy of the KMS key (or the role) is obeyed."""
        ...

    def secret_texts(
        self, place: Place, secret_arn: str, *, source_arn: str, looked_at: bool = False
    ) -> list[str]:
        """The current and the previous text of a secret that lets ``ses.amazonaws.com`` read it.

        ``looked_at``: SES describes the secret and its key first, which both must allow as well.
        """
        ...

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
        """Raises when the role is absent, does not trust SES, or may not do the action."""
        ...

    def relay(self, parcel: Parcel) -> None:
        """Gives a message to another mail server of this machine."""
        ...

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
        """Invokes a Lambda function as ``ses.amazonaws.com`` (its policy is obeyed) or through a role.

        ``wait`` returns the answer.
        """
        ...

    def check_topic(self, place: Place, topic_arn: str, *, source_arn: str) -> None:
        """Raises when SES could not publish to the topic (absent, FIFO, policy, key policy)."""
        ...

    def check_bucket(
        self, place: Place, bucket: str, key_prefix: str, *, source_arn: str, role_arn: str = ""
    ) -> None:
        """Raises when SES (or the role, if given) could not write to the bucket."""
        ...

    def check_function(self, place: Place, function_arn: str, *, source_arn: str) -> None:
        """Raises when SES could not invoke the function."""
        ...

    def check_stream(self, place: Place, stream_arn: str, role_arn: str, *, source_arn: str) -> None:
        """Raises when the stream is absent or the role does not trust SES or may not write."""
        ...

"""boto3 sessions and clients of an emulator, with the types of ``types-boto3`` where it is installed."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import boto3
import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_events import EventBridgeClient
    from types_boto3_firehose import FirehoseClient
    from types_boto3_iam import IAMClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_logs import CloudWatchLogsClient
    from types_boto3_mailmanager import MailManagerClient
    from types_boto3_route53 import Route53Client
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_ses import SESClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sns import SNSClient
    from types_boto3_sqs import SQSClient
    from types_boto3_sts import STSClient

SECRET = "local"  # noqa: S105  (any secret is good for the emulator)


class _Core(botocore.session.Session):
    """Gives every client the emulator's endpoint, which nothing in the environment may change."""

    endpoint: str

    def create_client(self, *arguments: Any, **settings: Any) -> Any:
        settings["endpoint_url"] = settings.get("endpoint_url") or self.endpoint
        return super().create_client(*arguments, **settings)


@functools.lru_cache(maxsize=64)
def _session(
    endpoint: str, folder: Path, region: str, key: str, secret: str = SECRET, token: str | None = None
) -> boto3.Session:
    """Kept, because reading the service models anew takes a tenth of a second."""
    # Nothing from the environment: no profile and no files of the person at the keyboard.
    nowhere = (None, None, str(folder / "no-such-file"), None)
    core = _Core(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": nowhere,
            "credentials_file": nowhere,
            "ca_bundle": (None, None, None, None),
        }
    )
    core.endpoint = endpoint
    core.set_default_client_config(Config(proxies={}))
    return boto3.Session(
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        region_name=region,
        botocore_session=core,
    )


class Clients(ABC):
    """What makes boto3 sessions and clients, whatever AWS settings this process has."""

    account: str
    region: str

    @property
    @abstractmethod
    def endpoint(self) -> str:
        """The endpoint of every service."""

    @property
    @abstractmethod
    def folder(self) -> Path:
        """A private folder."""

    def session(self, *, region: str | None = None, account: str | None = None) -> boto3.Session:
        """A session whose clients speak to the emulator.

        Args:
            region: Left out: the emulator's.
            account: 12 digits. Left out: the emulator's.
        """
        return _session(self.endpoint, self.folder, region or self.region, account or self.account)

    def session_with(
        self, *, key: str, secret: str, token: str | None = None, region: str | None = None
    ) -> boto3.Session:
        """A session with credentials that the emulated AWS gave out: an IAM user's access key, a role's session.

        Args:
            key: Access key id.
            secret: Secret access key.
            token: Session token. Left out: none, as for a user.
            region: Left out: the emulator's.
        """
        return _session(self.endpoint, self.folder, region or self.region, key, secret, token)

    @overload
    def client(
        self, service: Literal["cloudformation"], *, region: str | None = ..., account: str | None = ...
    ) -> CloudFormationClient: ...

    @overload
    def client(
        self, service: Literal["cloudwatch"], *, region: str | None = ..., account: str | None = ...
    ) -> CloudWatchClient: ...

    @overload
    def client(
        self, service: Literal["events"], *, region: str | None = ..., account: str | None = ...
    ) -> EventBridgeClient: ...

    @overload
    def client(
        self, service: Literal["firehose"], *, region: str | None = ..., account: str | None = ...
    ) -> FirehoseClient: ...

    @overload
    def client(
        self, service: Literal["iam"], *, region: str | None = ..., account: str | None = ...
    ) -> IAMClient: ...

    @overload
    def client(
        self, service: Literal["lambda"], *, region: str | None = ..., account: str | None = ...
    ) -> LambdaClient: ...

    @overload
    def client(
        self, service: Literal["logs"], *, region: str | None = ..., account: str | None = ...
    ) -> CloudWatchLogsClient: ...

    @overload
    def client(
        self, service: Literal["mailmanager"], *, region: str | None = ..., account: str | None = ...
    ) -> MailManagerClient: ...

    @overload
    def client(
        self, service: Literal["route53"], *, region: str | None = ..., account: str | None = ...
    ) -> Route53Client: ...

    @overload
    def client(
        self, service: Literal["s3"], *, region: str | None = ..., account: str | None = ...
    ) -> S3Client: ...

    @overload
    def client(
        self, service: Literal["secretsmanager"], *, region: str | None = ..., account: str | None = ...
    ) -> SecretsManagerClient: ...

    @overload
    def client(
        self, service: Literal["ses"], *, region: str | None = ..., account: str | None = ...
    ) -> SESClient: ...

    @overload
    def client(
        self, service: Literal["sesv2"], *, region: str | None = ..., account: str | None = ...
    ) -> SESV2Client: ...

    @overload
    def client(
        self, service: Literal["sns"], *, region: str | None = ..., account: str | None = ...
    ) -> SNSClient: ...

    @overload
    def client(
        self, service: Literal["sqs"], *, region: str | None = ..., account: str | None = ...
    ) -> SQSClient: ...

    @overload
    def client(
        self, service: Literal["sts"], *, region: str | None = ..., account: str | None = ...
    ) -> STSClient: ...

    @overload
    def client(self, service: str, *, region: str | None = ..., account: str | None = ...) -> BaseClient: ...

    def client(self, service: str, *, region: str | None = None, account: str | None = None) -> BaseClient:
        """A boto3 client that speaks to the emulator."""
        client: BaseClient = self.session(region=region, account=account).client(service)  # type: ignore[call-overload]
        return client

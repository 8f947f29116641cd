"""A file of contacts or of suppressed addresses, and how SES comes to read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import DataFormat
from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws, Provider, is_known
from ses_constructs.shared.setting_types import checks_types

from .import_bucket import ImportBucket

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_FORMATS = {".csv": DataFormat.CSV, ".json": DataFormat.JSON, ".jsonl": DataFormat.JSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundFile:
    """A file where SES can read it.

    Args:
        properties: Of the custom resource that has SES read it.
        after: What that must wait for.
    """

    properties: dict[str, str]
    after: tuple[IDependable, ...]


@checks_types
@dataclass(frozen=True, slots=True)
class ListFile:
    """A file to import, made by :meth:`local` or :meth:`stored`; it holds people's addresses, so mind who sees it.

    Contacts as CSV have a header: ``emailAddress``, ``unsubscribeAll``, ``attributesData``, and a column
    ``topicPreferences.<topic>`` with ``OPT_IN`` or ``OPT_OUT`` for each topic. Suppressed addresses have none, and
    ``BOUNCE`` or ``COMPLAINT`` as second column. JSON has one object a line.

    Guide: Importing contacts in bulk; Adding email addresses in bulk to your account-level suppression list.
    """

    data_format: DataFormat
    path: Path | None = None
    bucket: s3.IBucket | None = None
    key: str = ""

    @classmethod
    def local(cls, path: str | Path, *, data_format: DataFormat | None = None) -> ListFile:
        """A file beside the app. It is checked at synthesis, and imported again whenever it changes.

        It stays in the CDK's bucket of assets, as all assets do; the copy that SES reads is deleted right after.

        Args:
            path: Relative to where the app is started.
            data_format: Left out: by its ending, ``.csv``, ``.json`` or ``.jsonl``.

        Raises:
            InvalidSettingError: for a file that is not there, or whose ending does not tell its format.
        """
        found = Path(path)
        if not found.is_file():
            raise InvalidSettingError("path", str(path), "is no file", fix="give the path of a file")
        return cls(data_format if data_format is not None else _format_of("path", found.name), path=found)

    @classmethod
    def stored(cls, bucket: s3.IBucket, key: str, *, data_format: DataFormat | None = None) -> ListFile:
        """An object that is in S3 already, in the region of the stack. It is imported once.

        The policy of the bucket, and of its KMS key, gets a statement that lets SES read this object; where it
        cannot be changed from here, a warning says which.

        Args:
            bucket: Its owner is this account. ``aws/s3``, the KMS key that S3 manages, is one SES cannot use.
            key: Of the object; another key is another import.
            data_format: Left out: by its ending, ``.csv``, ``.json`` or ``.jsonl``.

        Raises:
            InvalidSettingError: for a key whose ending does not tell its format.
        """
        return cls(data_format if data_format is not None else _format_of("key", key), bucket=bucket, key=key)

    def bind(self, scope: Construct) -> BoundFile:
        """Lets SES read it.

        Args:
            scope: Of the import.
        """
        if self.bucket is not None:
            after = _let_ses_read(scope, self.bucket, self.key)
            return BoundFile(properties={"Bucket": self.bucket.bucket_name, "Key": self.key}, after=after)
        return self._staged(scope)

    def _staged(self, scope: Construct) -> BoundFile:
        from aws_cdk import aws_s3_assets as assets

        asset = assets.Asset(scope, "File", path=str(self.path))
        staging = ImportBucket.of(scope)
        aws = Aws.of(scope)
        # Another content has another name, so that an import is never taken for the one before.
        key = f"imports/{scope.node.addr}/{asset.asset_hash}.{self.data_format.lower()}"
        source = f"arn:{aws.partition}:s3:::{asset.s3_bucket_name}/{asset.s3_object_key}"
        copy = iam.Policy(
            scope,
            "Copy",
            statements=[
                iam.PolicyStatement(actions=["s3:GetObject"], resources=[source]),
                iam.PolicyStatement(
                    actions=["s3:PutObject", "s3:DeleteObject"], resources=[staging.bucket.arn_for_objects(key)]
                ),
            ],
            roles=[Provider.of(scope).role],
        )
        return BoundFile(
            properties={
                "Bucket": staging.bucket.bucket_name,
                "Key": key,
                "SourceBucket": asset.s3_bucket_name,
                "SourceKey": asset.s3_object_key,
            },
            after=(copy, staging.readable),
        )


def _format_of(setting: str, name: str) -> DataFormat:
    found = _FORMATS.get(PurePosixPath(name).suffix.lower()) if is_known(name) else None
    if found is None:
        raise InvalidSettingError(
            setting, name, "does not tell its format", fix="give data_format=DataFormat.CSV or DataFormat.JSON"
        )
    return found


def _let_ses_read(scope: Construct, bucket: s3.IBucket, key: str) -> tuple[IDependable, ...]:
    conditions = {"StringEquals": {"aws:Referer": Aws.of(scope).account}}
    read = iam.PolicyStatement(
        principals=[iam.ServicePrincipal(SERVICE)],
        actions=["s3:GetObject"],
        resources=[bucket.arn_for_objects(key)],
        conditions=conditions,
    )
    added = bucket.add_to_resource_policy(read)
    if not added.statement_added:
        _warn(scope, "bucket-policy", f"the policy of bucket {bucket.node.path}", read)
    after = () if added.policy_dependable is None else (added.policy_dependable,)
    encryption: kms.IKey | None = bucket.encryption_key
    if encryption is not None:
        decrypt = iam.PolicyStatement(
            principals=[iam.ServicePrincipal(SERVICE)], actions=["kms:Decrypt"], resources=["*"]
        )
        if not encryption.add_to_resource_policy(decrypt, True).statement_added:
            _warn(scope, "key-policy", f"the policy of the key of bucket {bucket.node.path}", decrypt)
        after = (*after, encryption)
    return after


def _warn(scope: Construct, what: str, where: str, statement: iam.PolicyStatement) -> None:
    cdk.Annotations.of(scope).add_warning_v2(
        f"ses-constructs:import-{what}",
        f"{where} cannot be changed from here; unless it has this statement SES cannot read the file: "
        f"{cdk.Stack.of(scope).to_json_string(statement.to_statement_json())}",
    )

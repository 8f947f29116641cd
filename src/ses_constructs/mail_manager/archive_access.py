"""Who may search and export an archive, and with which key it is written."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct, IConstruct

from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws
from ses_constructs.shared.setting_types import checks_types

from .resource_grants import grant

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_s3 as s3

_USE_KEY = [
    "kms:Decrypt",
    "kms:DescribeKey",
    # The guide's GenerateDataKey*, written out: nobody has to explain a wildcard then.
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
]
_LIST_BUCKET = ["s3:GetBucketLocation", "s3:ListBucket"]
_WRITE_EXPORT = ["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"]
"""All three: Guide, Permission policies for Mail Manager (email archiving)."""


@checks_types
class ArchiveGrants:
    """The ``grant_*`` methods of an archive, whoever made it."""

    @abstractmethod
    def _place(self) -> Aws:
        """Where it is."""

    @abstractmethod
    def _arn(self) -> str:
        """What permissions name."""

    @abstractmethod
    def _encryption_key(self) -> kms.IKey | None:
        """What it is written with; ``None`` for a key that AWS owns."""

    def grant_search(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee search the archive and read single messages, and use its key for that."""
        return self._with_key(grantee, grant(grantee, self._arn(), facts.ARCHIVE_SEARCH_ACTIONS))

    def grant_export(self, grantee: iam.IGrantable, bucket: s3.IBucket) -> iam.Grant:
        """Lets the grantee export the archive to a bucket, and SES write there.

        SES tests whether the caller may write to the bucket too. Mail Manager names no source when it exports,
        so the policy of the bucket cannot ask for one.
        """
        from aws_cdk import aws_iam as iam

        exporting = grant(grantee, self._arn(), facts.ARCHIVE_EXPORT_ACTIONS)
        objects = bucket.arn_for_objects("*")
        for actions, resource in ((_LIST_BUCKET, bucket.bucket_arn), (_WRITE_EXPORT, objects)):
            exporting = exporting.combine(
                iam.Grant.add_to_principal(grantee=grantee, actions=actions, resource_arns=[resource])
            )
            statement = iam.PolicyStatement(
                principals=[iam.ServicePrincipal(SERVICE)], actions=actions, resources=[resource]
            )
            if not bucket.add_to_resource_policy(statement).statement_added:
                warn_of_policy(bucket, "bucket-policy", f"the policy of bucket {bucket.node.path}", statement)
        return self._with_key(grantee, exporting)

    def _with_key(self, grantee: iam.IGrantable, granted: iam.Grant) -> iam.Grant:
        from aws_cdk import aws_iam as iam

        key = self._encryption_key()
        if key is None:
            return granted
        via = {"StringEquals": {"kms:ViaService": f"ses.{self._place().region}.amazonaws.com"}}
        using = iam.Grant.add_to_principal(
            grantee=grantee, actions=_USE_KEY, resource_arns=[key.key_arn], conditions=via
        )
        return granted.combine(using)


@checks_types
@jsii.implements(refs.IMailManagerArchiveRef)
class ImportedArchive(ArchiveGrants, cdk.Resource):
    """An archive that something else made; creates nothing. Made by ``Archive.from_archive_id``."""

    def __init__(self, scope: Construct, id: str, *, archive_id: str, encryption_key: kms.IKey | None) -> None:
        super().__init__(scope, id)
        self._id = archive_id
        self._key = encryption_key

    @property
    def mail_manager_archive_ref(self) -> refs.MailManagerArchiveReference:
        """How other resources refer to it."""
        return refs.MailManagerArchiveReference(archive_arn=self._arn(), archive_id=self._id)

    def _place(self) -> Aws:
        return Aws.of(self)

    def _arn(self) -> str:
        return Aws.of(self).arn("ses", f"mailmanager-archive/{self._id}")

    def _encryption_key(self) -> kms.IKey | None:
        return self._key


def let_archive_use(archive: cdk.CfnResource, key: kms.IKey) -> None:
    """Lets SES use a key for an archive. The policy is part of the key, and so there before the archive is made.

    SES names no source here, so that the statement cannot ask for one.
    """
    from aws_cdk import aws_iam as iam

    statement = iam.PolicyStatement(principals=[iam.ServicePrincipal(SERVICE)], actions=_USE_KEY, resources=["*"])
    if not key.add_to_resource_policy(statement, True).statement_added:
        warn_of_policy(archive, "key-policy", f"the policy of key {key.node.path}", statement)


def warn_of_policy(scope: IConstruct, slug: str, where: str, statement: iam.PolicyStatement) -> None:
    """Prints the statement that a policy needs which is not managed here."""
    text = json.dumps(cdk.Stack.of(scope).resolve(statement.to_statement_json()))
    cdk.Annotations.of(scope).add_warning_v2(
        f"ses-constructs:{slug}", f"{where} is not managed here; add this statement to it yourself: {text}"
    )

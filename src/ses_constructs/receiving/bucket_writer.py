"""Who writes a saved message: SES itself, or a role that SES takes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_s3 as s3
from constructs import IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import regions
from ses_constructs.shared import is_known
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_objects

from .access import let_rule_write
from .client_side_encryption import ClientSideEncryption
from .receipt_action import let_publish
from .rule_role import let_role, role_of
from .rule_source import RuleSource

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns

_ROLE = "S3Role"
_WHY_WILDCARD = "SES names each object itself, after the message: the prefix is all that is known of it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What an S3 action touches.

    Args:
        bucket: Where the object goes.
        prefix: Below which its key is.
        topic: Told of it, or None.
        encryption: Of the message, or None.
    """

    bucket: s3.IBucket
    prefix: str
    topic: sns.ITopic | None
    encryption: ClientSideEncryption | None


@checks_types
@dataclass(frozen=True, slots=True)
class BucketWriter:
    """As whom SES writes to a bucket. Made by :meth:`service`, :meth:`own_role` or :meth:`role`.

    Guide: Giving permissions to Amazon SES for email receiving.
    """

    is_role: bool
    given: iam.IRole | None = None

    @classmethod
    def service(cls) -> BucketWriter:
        """As itself: the policies of bucket, keys and topic let this one rule in."""
        return cls(False)

    @classmethod
    def own_role(cls) -> BucketWriter:
        """As a role that is made for the rule, and is the only one that SES then uses for bucket, keys and topic.

        Needed for a bucket in a region where SES receives no mail. A bucket or key of another account must let
        the role in by a policy of its own.
        """
        return cls(True)

    @classmethod
    def role(cls, role: iam.IRole) -> BucketWriter:
        """As a role that is there, to which the permissions are added; it must trust ``ses.amazonaws.com``."""
        return cls(True, role)

    def arn(self, source: RuleSource) -> str | None:
        """Of the role; None for the service."""
        role = self._role_for(source)
        return None if role is None else role.role_arn

    def permit(self, source: RuleSource, delivery: Delivery) -> list[IDependable]:
        """Lets it write, encrypt and publish for one rule. Returns what the rule must wait for.

        Raises:
            InvalidSettingError: for the service and a bucket where SES receives no mail.
        """
        role = self._role_for(source)
        if role is not None:
            return _let_role(role, delivery)
        _check_reach(delivery.bucket)
        after = let_rule_write(source, delivery.bucket, prefix=delivery.prefix)
        if delivery.encryption is not None:
            delivery.encryption.let_service_use(source)
        return after + let_publish(source, delivery.topic)

    def _role_for(self, source: RuleSource) -> iam.IRole | None:
        if not self.is_role:
            return None
        return self.given if self.given is not None else role_of(source, _ROLE)


def _let_role(role: iam.IRole, delivery: Delivery) -> list[IDependable]:
    objects = delivery.bucket.arn_for_objects(f"{delivery.prefix}*")
    after = let_role(role, ["s3:PutObject"], [objects])
    acknowledge_objects(role, objects, _WHY_WILDCARD)
    after += _let_use(role, delivery.bucket.encryption_key)
    if delivery.encryption is not None and delivery.encryption.key is not None:
        after += let_role(role, ["kms:GenerateDataKey"], [delivery.encryption.key.key_arn])
    if delivery.topic is not None:
        after += let_role(role, ["sns:Publish"], [delivery.topic.topic_arn])
        after += _let_use(role, delivery.topic.master_key)
    return after


def _let_use(role: iam.IRole, key: kms.IKey | None) -> list[IDependable]:
    if key is None:
        return []
    return let_role(role, ["kms:Decrypt", "kms:GenerateDataKey"], [key.key_arn])


def _check_reach(bucket: s3.IBucket) -> None:
    region = bucket.env.region
    if is_known(region) and (region in regions.SENDING_ONLY or region in regions.WITHOUT_SES):
        raise InvalidSettingError(
            "bucket",
            bucket.node.path,
            f"is in {region}, where SES receives no mail and so cannot write as itself",
            fix="give writer=BucketWriter.own_role()",
            see="Giving permissions to Amazon SES for email receiving",
        )

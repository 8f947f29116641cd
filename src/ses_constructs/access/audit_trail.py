"""Who changed what in SES: a trail that keeps it, and alerts on what somebody should hear of at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.audited_calls import CALL, CALLS_OF, Risk
from ses_constructs.facts.events import EVENT_SOURCE
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic, let_service_publish

if TYPE_CHECKING:
    from aws_cdk import aws_cloudtrail as cloudtrail
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_s3 as s3

__all__ = ["AuditTrail", "CallAlerts", "Risk"]

_SHORTEST_DAYS = 1
_TOLD = {
    "call": "$.detail.eventName",
    "who": "$.detail.userIdentity.arn",
    "address": "$.detail.sourceIPAddress",
    "region": "$.detail.awsRegion",
    "account": "$.account",
    "at": "$.detail.eventTime",
    "id": "$.detail.eventID",
}
"""Not the parameters of the call, which hold people's addresses: the trail has them under the event's id."""


@checks_types
class CallAlerts(Construct):
    """Tells people of each call to SES that changes something dangerous.

    Creates: one EventBridge rule. It hears the calls of its own region, and only while a trail of the account is
    logging: one made by :class:`AuditTrail`, or any other.

    A message says which call, by whom, from where and when, and the id of the event in the trail; it holds
    nothing of what the call said, so nobody's address. Attempts that were refused are told too.

    Args:
        operators: Standard topic that people listen to.
        risks: Which kinds of calls. Left out: all.

    Raises:
        InvalidSettingError: without a kind, or for a topic that EventBridge cannot publish to.

    Guide: Logging Amazon SES API calls with AWS CloudTrail.
    """

    def __init__(
        self, scope: Construct, id: str, *, operators: sns.ITopic, risks: Collection[Risk] | None = None
    ) -> None:
        with located(scope, id):
            if risks is not None and not risks:
                raise InvalidSettingError("risks", risks, "would tell nothing", fix="leave it out, or name one")
            check_topic("operators", operators)
        super().__init__(scope, id)
        from aws_cdk import aws_events as events

        self.calls = sorted(call for risk in (Risk if risks is None else risks) for call in CALLS_OF[risk])
        """The operations that are told of."""
        text = (
            "Amazon SES: <call> by <who> from <address> in account <account>, <region>, at <at>. "
            "What was said is in the trail, event <id>."
        )
        rule = events.CfnRule(
            self,
            "Rule",
            description="Calls to Amazon SES that somebody should hear of",
            event_pattern={
                "source": [EVENT_SOURCE],
                "detail-type": [CALL],
                "detail": {"eventSource": [permissions.SERVICE], "eventName": self.calls},
            },
            targets=[
                events.CfnRule.TargetProperty(
                    id="Operators",
                    arn=operators.topic_arn,
                    input_transformer=events.CfnRule.InputTransformerProperty(
                        input_paths_map=_TOLD, input_template=json.dumps(text)
                    ),
                )
            ],
        )
        let_service_publish(
            self,
            operators,
            service="events.amazonaws.com",
            source_account=Aws.of(self).account,
            source_arn=rule.attr_arn,
        )


@checks_types
class AuditTrail(Construct):
    """A CloudTrail trail of the account's management calls, with a bucket of its own.

    Creates: ``AWS::CloudTrail::Trail`` of all regions with validated log files, and a bucket that keeps them.

    A trail cannot be narrowed to SES: it holds the calls of every service. Where the account or its organization
    has a trail already, :class:`CallAlerts` alone is enough. No trail holds what was sent; for that, let a
    configuration set publish its events.

    The files hold addresses, as parameters of calls: treat the bucket as people's data.

    Costs or waits: the first trail of management events is free, each further one is billed by event.

    Args:
        keep: How long files are kept. Left out: 400 days.
        reads: True records reading calls too, such as who looked into the suppression list.
            Left out: changes only.
        encryption_key: Encrypts the files; CloudTrail is let in. Left out: keys of S3's own.
        removal_policy: Of the bucket. Left out: RETAIN.

    Raises:
        InvalidSettingError: to keep files for less than a day, or for SNAPSHOT.

    Guide: Logging Amazon SES API calls with AWS CloudTrail.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        keep: cdk.Duration | None = None,
        reads: bool = False,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        keep = cdk.Duration.days(400) if keep is None else keep
        with located(scope, id):
            if keep.to_days(integral=False) < _SHORTEST_DAYS:
                raise InvalidSettingError("keep", keep.to_string(), "is less than a day", fix="give a day or more")
            check_removal(removal_policy)
        super().__init__(scope, id)
        from aws_cdk import aws_cloudtrail as cloudtrail

        self.bucket: s3.Bucket = _bucket(self, keep, removal_policy)
        """The log files."""
        kinds = cloudtrail.ReadWriteType
        self.trail: cloudtrail.Trail = cloudtrail.Trail(
            self,
            "Trail",
            bucket=self.bucket,
            encryption_key=encryption_key,
            is_multi_region_trail=True,
            enable_file_validation=True,
            management_events=kinds.ALL if reads else kinds.WRITE_ONLY,
        )
        """The trail."""


def _bucket(scope: Construct, keep: cdk.Duration, removal_policy: cdk.RemovalPolicy) -> s3.Bucket:
    from aws_cdk import aws_s3 as s3

    made = s3.Bucket(
        scope,
        "Bucket",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        lifecycle_rules=[s3.LifecycleRule(expiration=keep)],
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        removal_policy=removal_policy,
        versioned=False,
    )
    reason = "the trail itself says who reads what, if it is told to; CloudTrail signs its files"
    cdk.Validations.of(made).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=reason))
    return made

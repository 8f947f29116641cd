"""The numbers of the Virtual Deliverability Manager as files in a bucket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import action_sets
from ses_constructs.facts.deliverability import (
    EXPORT_SOURCE,
    EXPORT_SOURCE_KEY,
    LONGEST_DAYS,
    MOST_DIMENSIONS,
    MOST_METRICS,
    VdmDimension,
    VdmFormat,
    VdmMetric,
)
from ses_constructs.shared import Aws, LambdaFunction, located
from ses_constructs.shared.function_rule import invoke_by_rule
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.told_alarm import Measure, tell_when
from ses_constructs.shared.topics import check_topic
from ses_constructs.shared.wildcards import acknowledge_objects, acknowledge_wildcard

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

_SEE = "Virtual Deliverability Manager dashboard"
_DEFAULT_METRICS = (
    VdmMetric.SEND,
    VdmMetric.DELIVERY,
    VdmMetric.PERMANENT_BOUNCE,
    VdmMetric.TRANSIENT_BOUNCE,
    VdmMetric.COMPLAINT,
)


@checks_types
class VdmExport(Construct):
    """Writes the numbers of the Virtual Deliverability Manager into a bucket, for they last 60 days.

    Creates: a function on a schedule, and with ``operators`` an alarm on its failures. The function has SES make
    an export, waits, and copies the file, since SES writes into no bucket of yours. A file is of whole days (UTC)
    and is named after them: ``vdm/2026/11/2026-11-01_2026-11-01.csv``.

    VDM must be on: see ``VirtualDeliverabilityManager``.

    Args:
        bucket: Where files go.
        prefix: Of their keys. Left out: ``vdm/``.
        days: A file has so many days, and there is one as often, 1 to 60. Left out: 1.
        metrics: One to ten. Left out: sends, deliveries, both kinds of bounces, and complaints.
        by: One to three. Left out: by receiver (ISP).
        data_format: Left out: CSV.
        operators: Standard topic that hears when an export fails. Left out: nobody does.

    Raises:
        InvalidSettingError: for more than SES exports at once, for nothing, or a topic that alarms cannot use.

    Guide: Virtual Deliverability Manager dashboard; API: ``CreateExportJob``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        prefix: str = "vdm/",
        days: int = 1,
        metrics: Sequence[VdmMetric] = _DEFAULT_METRICS,
        by: Sequence[VdmDimension] = (VdmDimension.ISP,),
        data_format: VdmFormat = VdmFormat.CSV,
        operators: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            if not 1 <= days <= LONGEST_DAYS:
                raise InvalidSettingError("days", days, "is not 1 to 60", fix="give 1, or 7 for a week", see=_SEE)
            _check_choice("metrics", metrics, MOST_METRICS)
            _check_choice("by", by, MOST_DIMENSIONS)
            if operators is not None:
                check_topic("operators", operators)
        made = LambdaFunction(
            self,
            "Export",
            code="export_vdm_metrics",
            description="Copies numbers of the Virtual Deliverability Manager into a bucket",
            environment={
                "BUCKET": bucket.bucket_name,
                "PREFIX": prefix,
                "DAYS": str(days),
                "METRICS": ",".join(metrics),
                "DIMENSIONS": ",".join(by),
                "FORMAT": str(data_format),
            },
            timeout=cdk.Duration.minutes(15),
        )
        _allow(self, made, bucket, prefix)
        invoke_by_rule(
            self,
            "Schedule",
            made.function,
            description="Exports numbers of the Virtual Deliverability Manager",
            every=cdk.Duration.days(days),
        )
        self.function = made.function
        self.alarm: cloudwatch.CfnAlarm | None = None if operators is None else _alarm(self, made, operators)
        """Fires when an export fails."""


def _check_choice(setting: str, chosen: Sequence[str], most: int) -> None:
    if not 1 <= len(set(chosen)) == len(chosen) <= most:
        raise InvalidSettingError(
            setting, chosen, f"are not 1 to {most}, each once", fix=f"give 1 to {most}", see=_SEE
        )


def _allow(scope: Construct, made: LambdaFunction, bucket: s3.IBucket, prefix: str) -> None:
    from aws_cdk import aws_iam as iam

    jobs, files = Aws.of(scope).arn("ses", "export-job/*"), bucket.arn_for_objects(f"{prefix}*")
    only_numbers = {"StringEquals": {EXPORT_SOURCE_KEY: EXPORT_SOURCE}}
    statements = [
        iam.PolicyStatement(actions=list(action_sets.EXPORT_VDM), resources=["*"], conditions=only_numbers),
        iam.PolicyStatement(actions=list(action_sets.READ_EXPORT), resources=[jobs]),
        iam.PolicyStatement(actions=["s3:PutObject"], resources=[files]),
    ]
    if bucket.encryption_key is not None:
        key = bucket.encryption_key
        statements.append(iam.PolicyStatement(actions=["kms:GenerateDataKey"], resources=[key.key_arn]))
    for statement in statements:
        made.role.add_to_policy(statement)
    acknowledge_wildcard(
        made.role, "*", "ses:CreateExportJob applies to no resource; a condition keeps it to numbers"
    )
    acknowledge_wildcard(made.role, jobs, "SES invents the id of an export job")
    acknowledge_objects(made.role, files, "Files are named after their days, below one prefix of the bucket")
    # By a policy of its own: a function's role that names the function would be a circle.
    iam.Policy(
        scope,
        "GoOn",
        statements=[
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[made.function.function_arn])
        ],
        roles=[made.role],
    )


def _alarm(scope: Construct, made: LambdaFunction, operators: sns.ITopic) -> cloudwatch.CfnAlarm:
    failures = Measure(
        namespace="AWS/Lambda",
        name="Errors",
        dimensions={"FunctionName": made.function.function_name},
        statistic="Sum",
        at_least=1,
        period=cdk.Duration.minutes(15),
    )
    what = "An export of the Virtual Deliverability Manager's numbers failed; see the log of the function"
    return tell_when(scope, "Failed", measure=failures, operators=operators, what=what)

"""An alarm that tells people when it fires and when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from .aws import Aws
from .topics import let_service_publish

_SERVICE = "cloudwatch.amazonaws.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric over one period; silence is good news.

    Args:
        statistic: ``Sum`` or ``Maximum``.
        at_least: The alarm fires from here.
    """

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str
    at_least: float
    period: cdk.Duration


def tell_when(
    scope: Construct, id: str, *, measure: Measure, operators: sns.ITopic, what: str
) -> cloudwatch.CfnAlarm:
    """An alarm that publishes to a topic, which lets it.

    Args:
        operators: Checked by :func:`~ses_constructs.shared.topics.check_topic` already.
        what: Its description: what is wrong, and what to do.
    """
    aws = Aws.of(scope)
    before = let_service_publish(
        scope, operators, service=_SERVICE, source_account=aws.account, source_arn=aws.arn("cloudwatch", "alarm:*")
    )
    topic = operators.topic_arn
    alarm = cloudwatch.CfnAlarm(
        scope,
        id,
        namespace=measure.namespace,
        metric_name=measure.name,
        dimensions=[
            cloudwatch.CfnAlarm.DimensionProperty(name=name, value=value)
            for name, value in measure.dimensions.items()
        ],
        statistic=measure.statistic,
        period=int(measure.period.to_seconds()),
        evaluation_periods=1,
        threshold=measure.at_least,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="notBreaching",
        alarm_description=what,
        alarm_actions=[topic],
        ok_actions=[topic],
    )
    alarm.node.add_dependency(*before)
    return alarm

"""An alarm on an ingress point that gets no mail any more."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager_logs as facts
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic, let_service_publish

from .mail_manager_log import MailManagerLog

_SERVICE = "cloudwatch.amazonaws.com"
_HOUR = 3600
_MOST_HOURS = 7 * 24
"""API: ``PutMetricAlarm`` (``Period``): for periods of an hour, seven days together."""


@checks_types
class SilenceAlarm(Construct):
    """Tells operators when an ingress point has taken no message for some hours.

    Whatever is wrong before the rules shows as silence: an MX record that names something else, a traffic policy
    that turns everybody away, an ingress point that is closed.

    Creates: ``AWS::CloudWatch::Alarm`` on the messages that the log counts: those that are accepted.

    Args:
        log: Of the ingress point.
        ingress_point: One of those of the log.
        operators: Gets the alarm, and word when mail comes again. It lets the alarm in by itself.
        after: Whole hours, up to seven days: longer than the longest pause of a usual week. Left out: six hours.

    Raises:
        InvalidSettingError: for a time that CloudWatch does not look back, or a topic that alarms cannot reach.
        ConflictingSettingsError: for an ingress point that the log is not of.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log: MailManagerLog,
        ingress_point: refs.IMailManagerIngressPointRef,
        operators: sns.ITopic,
        after: cdk.Duration | None = None,
    ) -> None:
        with located(scope, id):
            hours = _checked_hours(after if after is not None else cdk.Duration.hours(6))
            check_topic("operators", operators)
            counted = log.metric_messages(ingress_point)
        super().__init__(scope, id)
        from aws_cdk import aws_cloudwatch as cloudwatch

        aws = Aws.of(self)
        before = let_service_publish(
            self,
            operators,
            service=_SERVICE,
            source_account=aws.account,
            source_arn=aws.arn("cloudwatch", "alarm:*"),
        )
        topic = operators.topic_arn
        self.alarm = cloudwatch.CfnAlarm(
            self,
            "Alarm",
            namespace=facts.NAMESPACE,
            metric_name=facts.MESSAGES_COUNTER.metric,
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(name=name, value=value)
                for name, value in (counted.dimensions or {}).items()
            ],
            statistic="Sum",
            period=_HOUR,
            evaluation_periods=hours,
            threshold=1,
            comparison_operator="LessThanThreshold",
            # An hour without an entry has no value at all.
            treat_missing_data="breaching",
            alarm_description=f"An ingress point of Mail Manager has taken no message for {hours} hours. Look at "
            "the MX record, whether the ingress point is open, and what its traffic policy says in the log.",
            alarm_actions=[topic],
            ok_actions=[topic],
        )
        """The alarm."""
        self.alarm.node.add_dependency(*before)


def _checked_hours(after: cdk.Duration) -> int:
    seconds = after.to_seconds()
    if seconds % _HOUR or not _HOUR <= seconds <= _MOST_HOURS * _HOUR:
        raise InvalidSettingError(
            "after",
            f"<{seconds:g} seconds>",
            "is no time of an alarm",
            fix=f"give whole hours, from 1 to {_MOST_HOURS}",
        )
    return int(seconds // _HOUR)

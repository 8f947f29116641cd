"""The alarms of a guard: four for each thing it watches, three for the guard itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from ses_constructs.facts import metrics

from .rates import Rates, percent
from .watched import Watched

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs


@jsii.implements(cloudwatch.IAlarmAction)
class Action:
    """Whatever stands behind an ARN. Adds no permission of its own, unlike the CDK's ``LambdaAction``."""

    def __init__(self, arn: str) -> None:
        self._config = cloudwatch.AlarmActionConfig(alarm_action_arn=arn)

    def bind(self, scope: Construct, alarm: cloudwatch.IAlarm) -> cloudwatch.AlarmActionConfig:  # noqa: ARG002
        """The ARN, as the CDK asks for it."""
        return self._config


@dataclass(frozen=True, slots=True, kw_only=True)
class ReputationAlarms:
    """Makes the alarms of one bounce or complaint rate at both levels."""

    warn: Rates
    pause: Rates
    period: cdk.Duration
    tell: Action
    stop: Action

    def watch(
        self, scope: Construct, watched: Watched, *, resume: str
    ) -> tuple[list[cloudwatch.Alarm], list[cloudwatch.Alarm]]:
        """The warn alarms, then the pause alarms, of one thing; each list bounce first."""
        warning, pausing = [], []
        for word, metric_name, warns, pauses in (
            ("Bounce", metrics.BOUNCE_RATE, self.warn.bounce, self.pause.bounce),
            ("Complaint", metrics.COMPLAINT_RATE, self.warn.complaint, self.pause.complaint),
        ):
            metric = cloudwatch.Metric(
                namespace=metrics.NAMESPACE,
                metric_name=metric_name,
                dimensions_map=watched.dimensions,
                statistic="Average",
                period=self.period,
            )
            rate = f"{word} rate of {watched.title}"
            warned = (
                f"{rate} reached {percent(warns)}. From {percent(pauses)} on sending is paused; then, to resume: "
            )
            paused = f"{rate} reached {percent(pauses)}: sending is paused. When the cause is gone, resume: "
            warning.append(_alarm(scope, f"Warn{word}", metric, warns, f"{warned}{resume}"))
            pausing.append(_alarm(scope, f"Pause{word}", metric, pauses, f"{paused}{resume}"))
            warning[-1].add_alarm_action(self.tell)
            pausing[-1].add_alarm_action(self.stop, self.tell)
        return warning, pausing


def _alarm(
    scope: Construct, id: str, metric: cloudwatch.Metric, threshold: float, description: str
) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        id,
        metric=metric,
        threshold=threshold,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluation_periods=1,
        # SES publishes nothing while nothing is sent: no news must neither calm an alarm nor raise one.
        treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
        alarm_description=description,
    )


def failure_alarms(
    scope: Construct, *, function: lambda_.Function, queue: sqs.Queue, tell: Action, by_hand: str
) -> list[cloudwatch.Alarm]:
    """Alarms on the pause path itself: the function failed, could not start, or gave up."""
    minute = cdk.Duration.minutes(1)
    still = f"Mail may still be flowing. Pause by hand: {by_hand}"
    made = [
        _failure(
            scope,
            "Errors",
            function.metric_errors(period=minute),
            f"The function that pauses sending failed. {still}",
        ),
        _failure(
            scope,
            "Throttles",
            function.metric_throttles(period=minute),
            f"The function that pauses sending could not start. {still}",
        ),
        _failure(
            scope,
            "DeadLetters",
            queue.metric_approximate_number_of_messages_visible(period=minute, statistic="Maximum"),
            f"An alarm was given up by the function that pauses sending; the queue keeps it. {still}",
        ),
    ]
    for alarm in made:
        alarm.add_alarm_action(tell)
    return made


def _failure(scope: Construct, id: str, metric: cloudwatch.Metric, description: str) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        id,
        metric=metric,
        threshold=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluation_periods=1,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=description,
    )

"""The alarms of a guard: four for each thing it watches, six for the guard itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from ses_constructs.facts import metrics

from .rates import Rates, percent
from .runbook import Runbook
from .volume import Volume, gated
from .watched import Watched

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs

NAMESPACE = metrics.OWN_NAMESPACE
"""Of the guard's metrics about itself, which the check function publishes."""


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
    """Makes the alarms of one bounce or complaint rate at both levels.

    Args:
        period: Of warnings, and of pauses without a gate.
        datapoints: M of N periods that have to breach.
        runbook: Where people read on.
    """

    warn: Rates
    pause: Rates
    period: cdk.Duration
    volume: Volume
    datapoints: tuple[int, int]
    tell: Action
    stop: Action
    runbook: Runbook

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
            warned = self.runbook.after(warned + resume, f"Warn{word}")
            paused = self.runbook.after(paused + resume, f"Pause{word}")
            window = self.volume.window
            judged: cloudwatch.IMetric = metric
            if window is not None:
                judged = gated(self.volume, window, watched, rate=metric_name, threshold=pauses)
            warning.append(self._alarm(scope, f"Warn{word}", metric, warns, warned))
            pausing.append(self._alarm(scope, f"Pause{word}", judged, pauses, paused))
            warning[-1].add_alarm_action(self.tell)
            pausing[-1].add_alarm_action(self.stop, self.tell)
        return warning, pausing

    def _alarm(
        self, scope: Construct, id: str, metric: cloudwatch.IMetric, threshold: float, description: str
    ) -> cloudwatch.Alarm:
        wanted, periods = self.datapoints
        return cloudwatch.Alarm(
            scope,
            id,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=periods,
            datapoints_to_alarm=wanted if periods > 1 else None,
            # SES publishes nothing while nothing is sent: no news must neither calm an alarm nor raise one.
            treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
            alarm_description=description,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureAlarms:
    """Makes the alarms on the guard itself.

    Args:
        by_hand: The command that pauses without the guard.
        interval: Between two heartbeats.
    """

    tell: Action
    by_hand: str
    runbook: Runbook
    interval: cdk.Duration

    def watch(
        self, scope: Construct, *, function: lambda_.Function, check: lambda_.Function, queue: sqs.Queue
    ) -> list[cloudwatch.Alarm]:
        """The function failed, could not start or gave up; mail flows that should not; no heartbeat."""
        minute = cdk.Duration.minutes(1)
        guard = {"Guard": function.function_name}
        beats = self._own("Heartbeat", guard, "Sum")
        missed = self._own("SendingInAlarm", guard, "Maximum")
        dead = queue.metric_approximate_number_of_messages_visible(period=minute, statistic="Maximum")
        not_made = (
            "A sender still sends while its pause alarm is in ALARM: the pause was missed, or somebody resumed "
            "before the rate fell, and until then the alarm cannot fire again"
        )
        return [
            self._alarm(scope, "Errors", function.metric_errors(period=minute), "The pause function failed"),
            self._alarm(
                scope, "Throttles", function.metric_throttles(period=minute), "The pause function could not start"
            ),
            self._alarm(scope, "DeadLetters", dead, "The pause function gave an alarm up; the queue keeps it"),
            self._alarm(scope, "SendingInAlarm", missed, not_made),
            self._alarm(
                scope,
                "CheckErrors",
                check.metric_errors(period=self.interval),
                "Twice in a row the guard's check failed: no alarm might pause",
                periods=2,
            ),
            silence_alarm(
                scope,
                "Heartbeat",
                beats,
                tell=self.tell,
                description=self._described("Heartbeat", "The guard does not answer: no alarm might pause"),
            ),
        ]

    def _own(self, name: str, dimensions: dict[str, str], statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map=dimensions,
            statistic=statistic,
            period=self.interval,
        )

    def _alarm(
        self, scope: Construct, id: str, metric: cloudwatch.Metric, what: str, *, periods: int = 1
    ) -> cloudwatch.Alarm:
        """Fires from 1 on."""
        alarm = cloudwatch.Alarm(
            scope,
            id,
            metric=metric,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=periods,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=self._described(id, what),
        )
        alarm.add_alarm_action(self.tell)
        return alarm

    def _described(self, id: str, what: str) -> str:
        text = f"{what}. Mail may still be flowing. Pause by hand: {self.by_hand}"
        return self.runbook.after(text, id)


def silence_alarm(
    scope: Construct, id: str, metric: cloudwatch.Metric, *, tell: Action, description: str
) -> cloudwatch.Alarm:
    """Tells people when a metric falls silent.

    Silence is INSUFFICIENT_DATA and not ALARM: a new alarm begins there, and tells nobody until there has been a
    first value. What never begins fails, and an alarm on failures tells.
    """
    alarm = cloudwatch.Alarm(
        scope,
        id,
        metric=metric,
        threshold=1,
        comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluation_periods=2,
        treat_missing_data=cloudwatch.TreatMissingData.MISSING,
        alarm_description=description,
    )
    alarm.add_alarm_action(tell)
    alarm.add_insufficient_data_action(tell)
    return alarm

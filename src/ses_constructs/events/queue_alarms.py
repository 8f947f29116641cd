"""Alarms on a queue of events: what it lost, how far it is behind, and whether its function works."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.topics import let_service_publish

_ALARMS = "cloudwatch.amazonaws.com"
_PERIOD = cdk.Duration.minutes(5)
_TOO_OLD_SECONDS = 3600


class QueueAlarms(Construct):
    """Tells operators when events are lost, late, or not read at all.

    Creates: three alarms.

    Args:
        queue: Where messages wait.
        dead_letter_queue: Where those are that could not be handled.
        function: Reads the queue.
        operators: Gets the alarms.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        queue: sqs.Queue,
        dead_letter_queue: sqs.Queue,
        function: LambdaFunction,
        operators: sns.ITopic,
    ) -> None:
        super().__init__(scope, id)
        self._operators = operators
        aws = Aws.of(self)
        self._first = let_service_publish(
            self,
            operators,
            service=_ALARMS,
            source_account=aws.account,
            source_arn=aws.arn("cloudwatch", "alarm:*"),
        )
        log = function.log_group.log_group_name
        self.lost = self._alarm(
            "Lost",
            dead_letter_queue.metric_approximate_number_of_messages_visible(period=_PERIOD, statistic="Maximum"),
            0,
            f"Events of Amazon SES could not be handled. Log group {log} says why; they wait for 14 days in queue "
            f"{dead_letter_queue.queue_name}, and aws sqs start-message-move-task hands them in again.",
        )
        """Fires while a message is in the dead-letter queue."""
        self.late = self._alarm(
            "Late",
            queue.metric_approximate_age_of_oldest_message(period=_PERIOD, statistic="Maximum"),
            _TOO_OLD_SECONDS,
            f"Events of Amazon SES have waited for more than an hour in queue {queue.queue_name}.",
        )
        """Fires while a message has waited for more than an hour."""
        self.failing = self._alarm(
            "Failing",
            function.function.metric_errors(period=_PERIOD),
            0,
            f"The function that reads events of Amazon SES fails. Log group {log} says why.",
        )
        """Fires while the function fails as a whole."""

    def _alarm(self, id: str, metric: cloudwatch.Metric, threshold: float, description: str) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
            id,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=description,
        )
        action = actions.SnsAction(self._operators)
        alarm.add_alarm_action(action)
        alarm.add_ok_action(action)
        alarm.node.add_dependency(*self._first)
        return alarm

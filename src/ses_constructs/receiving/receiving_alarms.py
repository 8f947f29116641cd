"""Alarms on mail that was received and not dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.facts import metrics
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic

from .receiving_metrics import ReceivingMetrics

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

_PERIOD = 5
"""Minutes."""


@checks_types
class ReceivingAlarms(Construct):
    """Tells operators when an action of a receipt rule fails, and when SES gives a message up.

    SES takes the mail first and acts later: the sender does not hear of it, and only these metrics do.

    Creates: two alarms, on ``PublishFailure`` and ``PublishExpired``.

    Args:
        operators: Gets the alarms, and word when they are over. It lets them in by itself.
        of: A rule set, or a rule.

    Raises:
        InvalidSettingError: for a topic that alarms cannot reach.

    Guide: Viewing metrics for Amazon SES email receiving.
    """

    def __init__(self, scope: Construct, id: str, *, operators: sns.ITopic, of: ReceivingMetrics) -> None:
        with located(scope, id):
            check_topic("operators", operators)
        super().__init__(scope, id)
        self._of = of
        self._operators = operators
        self.failing = self._alarm(
            "Failing",
            metrics.PUBLISH_FAILURE,
            "An action of an Amazon SES receipt rule failed. SES tries again, for up to 36 hours. "
            "Usual causes: a bucket, key, topic or function that is gone or no longer lets SES in.",
        )
        """Fires when an action fails; SES may yet succeed."""
        self.losing = self._alarm(
            "Losing",
            metrics.PUBLISH_EXPIRED,
            "Amazon SES gave up on an action of a receipt rule: for that action the message is lost. "
            "Mail that an earlier action saved is where it was saved.",
        )
        """Fires when SES gives up."""

    def _alarm(self, id: str, name: str, what: str) -> cloudwatch.CfnAlarm:
        # Imported only where an alarm is made: aws_cloudwatch takes time to load.
        from ses_constructs.shared.told_alarm import Measure, tell_when

        measure = Measure(
            namespace=metrics.NAMESPACE,
            name=name,
            dimensions=self._of.receiving_dimensions,
            statistic="Sum",
            at_least=1,
            period=cdk.Duration.minutes(_PERIOD),
        )
        return tell_when(self, id, measure=measure, operators=self._operators, what=what)

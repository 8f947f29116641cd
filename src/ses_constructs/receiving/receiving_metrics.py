"""What CloudWatch counts of received mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk

from ses_constructs.facts import metrics
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

_PERIOD_MINUTES = 5


@checks_types
class ReceivingMetrics:
    """The ``metric_*`` methods of a rule set, of a rule, and of :class:`ActiveRuleSetMetrics`.

    A metric appears in CloudWatch after the first message that a rule was for. Mail that an IP address filter or
    SES itself blocks, or that no rule is for, is not counted. Each is a sum over 5 minutes unless told otherwise.

    Guide: Viewing metrics for Amazon SES email receiving.
    """

    receiving_dimensions: Mapping[str, str]
    """Name and value of the one dimension."""

    def metric_received(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages: of a rule set those that one of its rules was for, of a rule those that it is tried with."""
        return self._metric(metrics.RECEIVED, period)

    def metric_publish_success(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages for which all was done."""
        return self._metric(metrics.PUBLISH_SUCCESS, period)

    def metric_publish_failure(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Attempts at a message that failed; SES tries again where that may help."""
        return self._metric(metrics.PUBLISH_FAILURE, period)

    def metric_publish_expired(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages that SES gave up on, at the latest after 36 hours: they are lost to the actions that failed."""
        return self._metric(metrics.PUBLISH_EXPIRED, period)

    def _metric(self, name: str, period: cdk.Duration | None) -> cloudwatch.Metric:
        from aws_cdk import aws_cloudwatch as cloudwatch

        return cloudwatch.Metric(
            namespace=metrics.NAMESPACE,
            metric_name=name,
            dimensions_map=self.receiving_dimensions,
            statistic="Sum",
            period=period if period is not None else cdk.Duration.minutes(_PERIOD_MINUTES),
        )


class ActiveRuleSetMetrics(ReceivingMetrics):
    """Counts of whichever rule set is active: they go on when another one becomes so.

    Look once in CloudWatch that they appear under this name: the guide that was read prints it translated. An
    alarm on a name that does not exist never fires.

    >>> ActiveRuleSetMetrics().receiving_dimensions
    {'RuleSetName': '[Active]'}

    Guide: Viewing metrics for Amazon SES email receiving.
    """

    def __init__(self) -> None:
        self.receiving_dimensions = {metrics.RULE_SET_DIMENSION: metrics.ACTIVE_RULE_SET}

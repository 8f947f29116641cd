"""CloudWatch metrics of one configuration set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts import metrics
from ses_constructs.facts.events import AutoTag, Event
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .publishing import Publishing

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

_PERIOD_MINUTES = 5
_METRICS_OF_THE_SET = "Destination.metrics(Dimension.auto_tag(AutoTag.CONFIGURATION_SET))"


@checks_types
class Metrics(Publishing):
    """The ``metric_*`` methods. A metric appears in CloudWatch after its first event."""

    def metric(
        self,
        event: Event,
        dimensions: Mapping[str, str] | None = None,
        *,
        statistic: str = "Sum",
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """How many events of a type there were.

        Args:
            event: The type.
            dimensions: Value of every dimension of one of the set's destinations for metrics; CloudWatch does not
                add up over those that are left out. Left out as a whole: those of this set, for which it needs
                a destination by ``AutoTag.CONFIGURATION_SET`` alone.
            statistic: Left out: ``Sum``.
            period: Left out: 5 minutes.
            label: In graphs. Left out: CloudWatch writes one.

        Raises:
            ConflictingSettingsError: when nothing that was added to this set counts these events by these
                dimensions. An imported set is not checked.

        Guide: Viewing metrics published to CloudWatch.
        """
        if dimensions is None:
            dimensions = {str(AutoTag.CONFIGURATION_SET): self.configuration_set_name}
        with located(self):
            self._check_counted(event, frozenset(dimensions))
        return self._metric(event.metric_name, dimensions, statistic=statistic, period=period, label=label)

    def metric_send(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages that SES took, suppressed ones too; as :meth:`metric` without dimensions."""
        return self.metric(Event.SEND, period=period)

    def metric_reject(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages with a virus, which SES did not send; as :meth:`metric` without dimensions."""
        return self.metric(Event.REJECT, period=period)

    def metric_bounce(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Bounces; as :meth:`metric` without dimensions."""
        return self.metric(Event.BOUNCE, period=period)

    def metric_complaint(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Complaints; as :meth:`metric` without dimensions."""
        return self.metric(Event.COMPLAINT, period=period)

    def metric_delivery(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages that a recipient's server took; as :meth:`metric` without dimensions."""
        return self.metric(Event.DELIVERY, period=period)

    def metric_open(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Opens, which mail programs that fetch images ahead inflate; as :meth:`metric` without dimensions."""
        return self.metric(Event.OPEN, period=period)

    def metric_click(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Clicks on links; as :meth:`metric` without dimensions."""
        return self.metric(Event.CLICK, period=period)

    def metric_rendering_failure(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages whose template lacked a value; as :meth:`metric` without dimensions."""
        return self.metric(Event.RENDERING_FAILURE, period=period)

    def metric_delivery_delay(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Messages that a recipient's server put off; as :meth:`metric` without dimensions."""
        return self.metric(Event.DELIVERY_DELAY, period=period)

    def metric_subscription(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Changes of what recipients subscribe to; as :meth:`metric` without dimensions."""
        return self.metric(Event.SUBSCRIPTION, period=period)

    def metric_bounce_rate(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """``Reputation.BounceRate`` of this set, as a fraction: 0.05 is 5 %.

        Raises:
            ConflictingSettingsError: when reputation metrics of this set are off.
        """
        return self._reputation(metrics.BOUNCE_RATE, period)

    def metric_complaint_rate(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """``Reputation.ComplaintRate`` of this set, as a fraction: 0.001 is 0.1 %.

        Raises:
            ConflictingSettingsError: when reputation metrics of this set are off.
        """
        return self._reputation(metrics.COMPLAINT_RATE, period)

    @property
    def _publishes_reputation(self) -> bool:
        """False where the set is known not to publish ``Reputation.*`` metrics."""
        return True

    def _reputation(self, name: str, period: cdk.Duration | None) -> cloudwatch.Metric:
        with located(self):
            if not self._publishes_reputation:
                raise ConflictingSettingsError(
                    f"{name} of this configuration set is not published: reputation_metrics=False",
                    fix="leave reputation_metrics out",
                    see="Viewing and exporting reputation metrics",
                )
        dimensions = {metrics.CONFIGURATION_SET_DIMENSION: self.configuration_set_name}
        return self._metric(name, dimensions, statistic="Average", period=period, label=None)

    def _metric(
        self,
        name: str,
        dimensions: Mapping[str, str],
        *,
        statistic: str,
        period: cdk.Duration | None,
        label: str | None,
    ) -> cloudwatch.Metric:
        from aws_cdk import aws_cloudwatch as cloudwatch

        return cloudwatch.Metric(
            namespace=metrics.NAMESPACE,
            metric_name=name,
            dimensions_map=dict(dimensions),
            statistic=statistic,
            period=period if period is not None else cdk.Duration.minutes(_PERIOD_MINUTES),
            label=label,
        )

    def _check_counted(self, event: Event, names: frozenset[str]) -> None:
        counting = [one for one in self.published if one.enabled and one.bound.dimensions == names]
        if not self.destinations_are_known or any(event in one.events for one in counting):
            return
        if counting:
            raise ConflictingSettingsError(
                f"destination {counting[0].id!r} counts by these dimensions, but not {event} events",
                fix=f"add Event.{event.name} to its events",
            )
        by_set = names == {AutoTag.CONFIGURATION_SET}
        wanted = _METRICS_OF_THE_SET if by_set else "Destination.metrics(...) with these dimensions"
        raise ConflictingSettingsError(
            f"nothing counts {event} events of this set by {', '.join(sorted(names)) or 'no dimension'}",
            fix=f"call add_destination(id, {wanted}) first",
            see="Set up a CloudWatch event destination for event publishing",
        )

"""Mail that SES did not send, could not fill in, or cannot get rid of: what neither rate shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as ses_refs
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import metrics
from ses_constructs.facts.events import Event
from ses_constructs.shared import Aws, located
from ses_constructs.shared.destination_room import take_destination
from ses_constructs.shared.setting_types import checks_types

from .alarms import Action
from .operators import Operators
from .rates import check_fraction, percent
from .runbook import Runbook
from .timing import check_interval
from .watched import check_region, path_id

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_DIMENSION = "monitored-set"
"""Of the monitor's own counts; the guard's gate and other destinations of the set count by others."""
_COUNTED = (Event.SEND, Event.REJECT, Event.RENDERING_FAILURE, Event.DELIVERY_DELAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How many delayed mails are too many.

    Args:
        share: Of the mails sent within the window, as a fraction. Left out: 0.1, which is 10 %.
        sends: Fewer mails in the window are not judged. Left out: 20.
        window: Left out: 15 minutes.

    Raises:
        InvalidSettingError: for a share that is no number between 0 and 1, fewer than one mail, or a window that
            no alarm knows.
    """

    share: float = 0.1
    sends: int = 20
    window: cdk.Duration | None = None

    def __post_init__(self) -> None:
        check_fraction("share", self.share)
        if not 0 < self.share < 1:
            raise InvalidSettingError(
                "share", self.share, "is not a fraction between 0 and 1", fix="give 0.1 for 10 %"
            )
        _check_judged(sends=self.sends, window=self.window)


@checks_types
class DeliveryMonitor(Construct):
    """Tells people when a set's mail is rejected, cannot be rendered, or is delayed at its recipients.

    None of it moves the bounce or the complaint rate, and a call of SES succeeds all the same: a message that is
    rejected for a virus, or whose template lacks a value, is dropped afterwards. SES counts these for a set only
    through a destination of the set's events, so each set gets one.

    Creates: for each set an event destination to CloudWatch and three alarms.
    Costs or waits: four metrics and three alarms for each set. A metric appears with its first event.

    Args:
        configuration_sets: Sets of this package, of ``aws_ses`` or imported ones.
        operators: Standard topic that people listen to.
        rejects: Rejected mails within five minutes that are worth an alarm. Left out: 1.
        rendering_failures: The same of mails that a template could not fill. Left out: 1.
        delays: Left out: ``Delays()``, a tenth of at least 20 mails within 15 minutes.
        runbook: URL of your own runbook, up to 300 characters. Left out: the command that prints this package's.

    Raises:
        InvalidSettingError: for no set, a number below 1, or a topic that alarms cannot use.
        ConflictingSettingsError: for the same set twice, a set of another monitor, a set that has ten destinations
            already (the monitor adds one), or a set or topic in another region.

    Guide: Monitoring your Amazon SES sending activity; Event publishing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        configuration_sets: Sequence[ses_refs.IConfigurationSetRef],
        operators: sns.ITopic,
        rejects: int = 1,
        rendering_failures: int = 1,
        delays: Delays | None = None,
        runbook: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._delays = delays if delays is not None else Delays()
        with located(self):
            for setting, number in (("rejects", rejects), ("rendering_failures", rendering_failures)):
                if number < 1:
                    raise InvalidSettingError(setting, number, "would always be reached", fix="give 1 or more")
            self._runbook = Runbook(runbook)
            names = self._names(configuration_sets)
            people = Operators(self, operators)
        self._tell = Action(people.arn)
        before = people.admit_alarms()
        group = Construct(self, "Watch")
        self.alarms: list[cloudwatch.Alarm] = []
        for place, name in names:
            watch = Construct(group, place)
            _count(watch, name)
            self._few(watch, Event.REJECT, name, rejects, "were rejected: SES found a virus")
            self._few(watch, Event.RENDERING_FAILURE, name, rendering_failures, "lacked a value of their template")
            self._delayed(watch, name)
        group.node.add_dependency(*before)

    def _names(self, sets: Sequence[ses_refs.IConfigurationSetRef]) -> list[tuple[str, str]]:
        """Construct id and name of each set, checked."""
        if not sets:
            raise InvalidSettingError("configuration_sets", sets, "watches nothing", fix="give at least one set")
        aws = Aws.of(self)
        found: dict[str, str] = {}
        for one in sets:
            path = one.node.path
            check_region(one, path, aws)
            name = one.configuration_set_ref.configuration_set_name
            if name in found.values():
                raise ConflictingSettingsError(
                    f"configuration_sets has the set of {path!r} twice", fix="give each set once"
                )
            found[path_id(one, path, aws)] = name
        return list(found.items())

    def _few(self, scope: Construct, event: Event, name: str, threshold: int, what: str) -> None:
        counted = _metric(event, name, cdk.Duration.minutes(5))
        self._alarm(scope, event.name, counted, threshold, f"Mails of configuration set {name} {what}")

    def _delayed(self, scope: Construct, name: str) -> None:
        window = self._delays.window if self._delays.window is not None else cdk.Duration.minutes(15)
        share = cloudwatch.MathExpression(
            expression=f"IF(FILL(sends, 0) >= {self._delays.sends}, FILL(delays, 0) / FILL(sends, 1), 0)",
            using_metrics={
                "sends": _metric(Event.SEND, name, window),
                "delays": _metric(Event.DELIVERY_DELAY, name, window),
            },
            label="share of delayed mails",
            period=window,
        )
        what = f"{percent(self._delays.share)} of the mails of configuration set {name} are delayed at recipients"
        self._alarm(scope, Event.DELIVERY_DELAY.name, share, self._delays.share, what)

    def _alarm(
        self, scope: Construct, event: str, metric: cloudwatch.IMetric, threshold: float, what: str
    ) -> None:
        id = event.title().replace("_", "")
        alarm = cloudwatch.Alarm(
            scope,
            id,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=self._runbook.after(f"{what}.", id),
        )
        alarm.add_alarm_action(self._tell)
        self.alarms.append(alarm)


@checks_types
def _check_judged(*, sends: int, window: cdk.Duration | None) -> None:
    if sends < 1:
        raise InvalidSettingError("sends", sends, "is no number of mails", fix="give 1 or more")
    if window is not None:
        check_interval("window", window)


def _metric(event: Event, name: str, period: cdk.Duration) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=metrics.NAMESPACE,
        metric_name=event.metric_name,
        dimensions_map={_DIMENSION: name},
        statistic="Sum",
        period=period,
    )


def _count(scope: Construct, name: str) -> None:
    """Makes SES count; no mail carries the dimension as a tag, so that each counts under the set's name."""
    with located(scope, "Counts"):
        take_destination(scope, name, counts_by=_DIMENSION)
    by_set = ses.CfnConfigurationSetEventDestination.DimensionConfigurationProperty(
        dimension_name=_DIMENSION, default_dimension_value=name, dimension_value_source="messageTag"
    )
    ses.CfnConfigurationSetEventDestination(
        scope,
        "Counts",
        configuration_set_name=name,
        event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
            enabled=True,
            matching_event_types=list(_COUNTED),
            cloud_watch_destination=ses.CfnConfigurationSetEventDestination.CloudWatchDestinationProperty(
                dimension_configurations=[by_set]
            ),
        ),
    )

"""A CloudWatch dashboard of guards: one row for each sender, readable by somebody who has never seen it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import metrics
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .account_monitor import AccountMonitor
from .alarms import NAMESPACE
from .rates import percent
from .reputation_guard import ReputationGuard
from .volume import COUNTED, DIMENSION
from .watched import Watched

if TYPE_CHECKING:
    from aws_cdk import aws_sqs as sqs

_INTRODUCTION = (
    "# Is our mail still welcome?\n"
    "Bounces and complaints are fractions of what was sent: 0.05 is 5 %. Orange: people are warned. Red: the "
    "guard pauses sending. Black: AWS may stop the account. A gap means that nothing was sent. What to do when an "
    "alarm fires: `python -m ses_constructs.reputation runbook ALARM`."
)
_WARN, _PAUSE, _AWS = "#ff7f0e", "#d62728", "#000000"
_ROW = 24
_MOST_ALARMS = 100
"""In one widget. CloudWatch user guide: Dashboard body structure and syntax, alarm widget."""


@checks_types
class ReputationDashboard(Construct):
    """Shows rates with the levels that warn, pause and make AWS act; volume; who is paused; what fires.

    Creates: a dashboard.

    Args:
        guards: One row for each sender of each guard.
        monitor: Adds a row with AWS's own view of the account and the quota; with ``dedicated_ips`` another with
            what Microsoft says of them. Left out: no such rows.
        event_queues: Adds a row with how long SES's events wait in these queues before somebody deals with them,
            and how many do. Left out: no such row.
        event_latencies: Adds to that row how long events take from SES to whoever keeps them, such as
            ``EventStore.metric_event_latency()``, in seconds. Left out: not shown.
        dashboard_name: Left out: generated.

    Raises:
        InvalidSettingError: for no guard.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        guards: list[ReputationGuard],
        monitor: AccountMonitor | None = None,
        event_queues: Sequence[sqs.IQueue] = (),
        event_latencies: Sequence[cloudwatch.IMetric] = (),
        dashboard_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            if not guards:
                raise InvalidSettingError("guards", guards, "leaves nothing to show", fix="give a ReputationGuard")
        rows: list[list[cloudwatch.IWidget]] = [
            [cloudwatch.TextWidget(markdown=_INTRODUCTION, width=_ROW, height=3)],
            *([widget] for widget in _alarms(guards, monitor)),
        ]
        rows += [_sender(guard, one) for guard in guards for one in guard.watched]
        if monitor is not None:
            rows.append(_account(monitor))
            rows += [_addresses(monitor)] if monitor.dedicated_ips else []
        events = [*_latencies(event_latencies), *_queues(event_queues)]
        rows += [events] if events else []
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=dashboard_name, widgets=rows)


def _alarms(guards: list[ReputationGuard], monitor: AccountMonitor | None) -> list[cloudwatch.IWidget]:
    alarms: list[cloudwatch.IAlarm] = []
    for guard in guards:
        alarms += [*guard.pause_alarms, *guard.warn_alarms, *guard.failure_alarms]
    alarms += monitor.alarms if monitor is not None else []
    return [
        cloudwatch.AlarmStatusWidget(
            title="What fires now", alarms=alarms[start : start + _MOST_ALARMS], width=_ROW, height=4
        )
        for start in range(0, len(alarms), _MOST_ALARMS)
    ]


def _sender(guard: ReputationGuard, one: Watched) -> list[cloudwatch.IWidget]:
    return [
        _rate(one, metrics.BOUNCE_RATE, guard.warn.bounce, guard.pause.bounce, metrics.AWS_PAUSE_BOUNCE_RATE),
        _rate(
            one,
            metrics.COMPLAINT_RATE,
            guard.warn.complaint,
            guard.pause.complaint,
            metrics.AWS_PAUSE_COMPLAINT_RATE,
        ),
        _volume(guard, one),
        _state(guard, one),
    ]


def _rate(one: Watched, name: str, warn: float, pause: float, limit: float) -> cloudwatch.IWidget:
    word = "Bounces" if name == metrics.BOUNCE_RATE else "Complaints"
    return cloudwatch.GraphWidget(
        title=f"{word}: {one.title}",
        left=[
            cloudwatch.Metric(
                namespace=metrics.NAMESPACE, metric_name=name, dimensions_map=one.dimensions, label=word
            )
        ],
        left_annotations=[
            cloudwatch.HorizontalAnnotation(value=warn, label=f"warned from {percent(warn)}", color=_WARN),
            cloudwatch.HorizontalAnnotation(value=pause, label=f"paused from {percent(pause)}", color=_PAUSE),
            cloudwatch.HorizontalAnnotation(value=limit, label=f"AWS may act from {percent(limit)}", color=_AWS),
        ],
        left_y_axis=cloudwatch.YAxisProps(min=0, label="fraction", show_units=False),
        width=7,
        height=6,
    )


def _volume(guard: ReputationGuard, one: Watched) -> cloudwatch.IWidget:
    counted = {} if one.is_account else {DIMENSION: one.set_name}
    shown = [event.metric_name for event in COUNTED] if guard.gated or one.is_account else []
    if not shown:
        return cloudwatch.TextWidget(markdown=f"Volume of {one.title} is not counted: no gate.", width=6, height=6)
    return cloudwatch.GraphWidget(
        title=f"Mail: {one.title}",
        left=[
            cloudwatch.Metric(
                namespace=metrics.NAMESPACE, metric_name=name, dimensions_map=counted, statistic="Sum"
            )
            for name in shown
        ],
        left_y_axis=cloudwatch.YAxisProps(min=0, label="mails", show_units=False),
        width=6,
        height=6,
    )


def _state(guard: ReputationGuard, one: Watched) -> cloudwatch.IWidget:
    dimensions = {"Guard": guard.pause_function.function_name, "Sender": one.name}
    paused = cloudwatch.Metric(
        namespace=NAMESPACE, metric_name="Paused", dimensions_map=dimensions, statistic="Maximum", label="paused"
    )
    return cloudwatch.GraphWidget(
        title="Paused (1) or not (0)",
        left=[paused],
        left_y_axis=cloudwatch.YAxisProps(min=0, max=1, show_units=False),
        width=4,
        height=6,
    )


def _account(monitor: AccountMonitor) -> list[cloudwatch.IWidget]:
    axis = cloudwatch.YAxisProps(min=0, show_units=False)
    return [
        cloudwatch.GraphWidget(title=title, left=[monitor.metric(name)], left_y_axis=axis, width=8, height=6)
        for title, name in (
            ("24-hour quota used, per cent", "QuotaUsedPercent"),
            ("AWS's view: 0 healthy, 1 under review, 2 stopped", "EnforcementLevel"),
            ("Identities whose records SES no longer finds", "LostIdentities"),
        )
    ]


def _addresses(monitor: AccountMonitor) -> list[cloudwatch.IWidget]:
    return [
        cloudwatch.GraphWidget(
            title=f"Dedicated addresses at Microsoft, the worst: {title}",
            left=[monitor.metric(name)],
            left_y_axis=cloudwatch.YAxisProps(min=0, show_units=False),
            width=8,
            height=6,
        )
        for title, name in (
            ("spam, 1 is 90 % or more", "SNDSSpamRate"),
            ("complaints, a fraction", "SNDSComplaintRate"),
            ("mails to spam traps", "SNDSTrapHits"),
        )
    ]


def _latencies(measured: Sequence[cloudwatch.IMetric]) -> list[cloudwatch.IWidget]:
    """The whole way, which begins where the event says that it happened."""
    return [_graph("Events of SES: from the event to the store", "seconds", list(measured))] if measured else []


def _queues(queues: Sequence[sqs.IQueue]) -> list[cloudwatch.IWidget]:
    """The last part of the way."""
    if not queues:
        return []
    oldest = [
        queue.metric_approximate_age_of_oldest_message(label=queue.queue_name, statistic="Maximum")
        for queue in queues
    ]
    waiting = [
        queue.metric_approximate_number_of_messages_visible(label=queue.queue_name, statistic="Maximum")
        for queue in queues
    ]
    return [
        _graph("Events of SES: how long the oldest waits", "seconds", oldest),
        _graph("Events of SES: how many wait", "events", waiting),
    ]


def _graph(title: str, unit: str, shown: Sequence[cloudwatch.IMetric]) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(
        title=title,
        left=list(shown),
        left_y_axis=cloudwatch.YAxisProps(min=0, label=unit, show_units=False),
        width=8,
        height=6,
    )

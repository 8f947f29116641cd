"""How a CloudWatch alarm decides its state. Pure: data and time come in, a verdict goes out.

Like CloudWatch: dimensions match exactly, M of N datapoints, missing data as the guide's tables say ("Configuring
how CloudWatch alarms treat missing data"). Unlike CloudWatch, which evaluates a period when it is over, the open
minute counts as soon as it holds data, so that nobody waits for an alarm; and periods can be made shorter.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ses_constructs.local import metric_math
from ses_constructs.local.metrics import SLIDE_SECONDS, Data, Metric, Periods

EXTRA_PERIODS = 2
"""How many periods more than asked for an evaluation looks back; the guide's example has 5 for 3."""


class AlarmState(StrEnum):
    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


class MissingData(StrEnum):
    """What ``TreatMissingData`` may say."""

    MISSING = "missing"
    IGNORE = "ignore"
    BREACHING = "breaching"
    NOT_BREACHING = "notBreaching"


class UnknownComparisonError(ValueError):
    """A comparison that needs an anomaly detection band, which the emulator has not."""


@dataclass(frozen=True, slots=True)
class Query:
    """One line of an alarm's ``Metrics``: a metric with its statistic, or an expression over other lines."""

    id: str
    metric: Metric | None = None
    statistic: str = "Average"
    period: float = 60.0
    expression: str | None = None
    returned: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """What an alarm watches; ``queries`` holds one line for an alarm on a single metric.

    Args:
        queries: Exactly one of them is ``returned``: the one compared with the threshold.
        threshold: In the metric's own unit; a rate is a fraction.
        comparison: A ``ComparisonOperator`` of the API.
        evaluation_periods: N of "M of N".
        datapoints_to_alarm: M of it. ``None``: N.
        missing_data: What a period without data counts as.
    """

    queries: tuple[Query, ...]
    threshold: float
    comparison: str
    evaluation_periods: int = 1
    datapoints_to_alarm: int | None = None
    missing_data: MissingData = MissingData.MISSING

    @property
    def watched(self) -> Query:
        """The line that is compared with the threshold."""
        returned = [query for query in self.queries if query.returned]
        if len(returned) != 1:
            raise ValueError(f"an alarm needs one line with ReturnData, this one has {len(returned)}")
        return returned[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state an alarm should be in, and why."""

    state: AlarmState
    reason: str
    datapoints: tuple[float, ...] = ()


def evaluate(alarm: Alarm, data: Data, *, now: float, current: AlarmState, speed: float = 1.0) -> Verdict:
    """The state of an alarm at a time.

    Args:
        data: Gives the datapoints of a metric.
        now: Seconds since the epoch.
        current: The state it is in; some rules keep it.
        speed: How many times shorter its periods are than they say.

    Raises:
        UnknownComparisonError, UnknownStatisticError, MetricMathError: for what the emulator does not know.
    """
    breaches = comparison_of(alarm.comparison)
    values = _watched_values(alarm, data, now=now, speed=speed)
    wanted = alarm.datapoints_to_alarm if alarm.datapoints_to_alarm is not None else alarm.evaluation_periods
    breaching = [None if value is None else breaches(value, alarm.threshold) for value in values]
    state = decide(
        breaching,
        evaluation_periods=alarm.evaluation_periods,
        datapoints_to_alarm=wanted,
        missing_data=alarm.missing_data,
        current=current,
    )
    known = [value for value in values if value is not None][-alarm.evaluation_periods :]
    return Verdict(state, _reason(alarm, state, known, wanted), tuple(known))


def decide(
    breaching: Sequence[bool | None],
    *,
    evaluation_periods: int,
    datapoints_to_alarm: int,
    missing_data: MissingData,
    current: AlarmState,
) -> AlarmState:
    """The rules of missing data and M of N, on periods oldest first (``None``: no data)."""
    existing = [value for value in breaching if value is not None][-evaluation_periods:]
    gaps = evaluation_periods - len(existing)
    count = sum(existing)
    if gaps and missing_data is MissingData.BREACHING:
        count += gaps
    if count >= datapoints_to_alarm:
        return AlarmState.ALARM
    if not existing:
        return _without_data(missing_data, current)
    if not gaps or missing_data in (MissingData.BREACHING, MissingData.NOT_BREACHING) or not all(existing):
        return AlarmState.OK
    # All that is known breaches, but it is too little: "avoiding premature transitions to alarm state".
    window = list(breaching)[-evaluation_periods:]
    age = len(window) - window.index(True) if True in window else 0
    if missing_data is MissingData.MISSING and age >= datapoints_to_alarm:
        return AlarmState.ALARM
    return current


def _without_data(missing_data: MissingData, current: AlarmState) -> AlarmState:
    if missing_data is MissingData.MISSING:
        return AlarmState.INSUFFICIENT_DATA
    return AlarmState.OK if missing_data is MissingData.NOT_BREACHING else current


def comparison_of(name: str) -> Callable[[float, float], bool]:
    """The comparison of a value with the threshold."""
    try:
        return _COMPARISONS[name][0]
    except KeyError:
        raise UnknownComparisonError(f"the emulator has no comparison {name!r}") from None


def _watched_values(alarm: Alarm, data: Data, *, now: float, speed: float) -> list[float | None]:
    watched = alarm.watched
    if watched.expression is None:
        return _metric_values(alarm, [watched], data, now=now, speed=speed)[watched.id]
    lines = [query for query in alarm.queries if query.metric is not None]
    series = _metric_values(alarm, lines, data, now=now, speed=speed)
    return _expression_values(watched, {query.id: query for query in alarm.queries}, series, alarm)


def _metric_values(
    alarm: Alarm, lines: list[Query], data: Data, *, now: float, speed: float
) -> dict[str, list[float | None]]:
    """The values of each line, on periods that all of them share."""
    known = {query.id: data(query.metric) for query in lines if query.metric is not None}
    length = max((query.period for query in lines), default=60.0) / speed
    periods = Periods.until(
        now,
        length=length,
        count=alarm.evaluation_periods + EXTRA_PERIODS,
        slide=min(SLIDE_SECONDS / speed, length),
        data=[datum for found in known.values() for datum in found],
    )
    return {query.id: periods.values(known[query.id], query.statistic) for query in lines}


def _expression_values(
    query: Query, lines: Mapping[str, Query], series: dict[str, list[float | None]], alarm: Alarm
) -> list[float | None]:
    """The values of an expression; expressions it names are computed first."""
    assert query.expression is not None
    for name in metric_math.names_in(query.expression) - series.keys():
        line = lines.get(name)
        if line is not None and line.expression is not None and line is not query:
            series[name] = _expression_values(line, lines, series, alarm)
    return metric_math.evaluate(query.expression, series, length=alarm.evaluation_periods + EXTRA_PERIODS)


def _reason(alarm: Alarm, state: AlarmState, known: Sequence[float], wanted: int) -> str:
    if state is AlarmState.INSUFFICIENT_DATA:
        return "Insufficient Data: no datapoints in the periods that are evaluated"
    words = _COMPARISONS[alarm.comparison][1]
    negation = "" if state is AlarmState.ALARM else "not "
    shown = ", ".join(f"{value:g}" for value in known) or "none"
    return (
        f"Threshold Crossed: {len(known)} of the last {alarm.evaluation_periods} datapoints [{shown}]"
        f" for a threshold of {alarm.threshold:g}: {negation}at least {wanted} {words} it"
    )


_COMPARISONS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
}

"""What CloudWatch says of an alarm: in a topic's message, to a function, on the event bus, and when it is asked.

Standard library only: it is copied beside the function that pauses. CloudWatch user guide: Invoke a Lambda
function from an alarm; Alarm events and EventBridge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ses_constructs.facts.metrics import BOUNCE_RATE, COMPLAINT_RATE, CONFIGURATION_SET_DIMENSION, NAMESPACE


@dataclass(frozen=True, slots=True)
class Rate:
    """A bounce or complaint rate of SES that an alarm watches.

    Args:
        name: Of the metric.
        sender: The configuration set; ``None`` for the account.
        account: Whose metric it is, where the alarm says so.
    """

    name: str
    sender: str | None
    account: str | None


@dataclass(frozen=True, slots=True)
class ToldAlarm:
    """An alarm as an event tells of it; what is damaged or missing is ``None``.

    Args:
        state: ``ALARM`` or another; anything else in a forged event.
        rates: Those of SES among its metrics.
    """

    name: str
    arn: str | None
    state: object
    rates: tuple[Rate, ...]
    value: object
    threshold: object
    reason: object
    time: object

    def lines(self, rate: Rate) -> tuple[str, ...]:
        """For people: what is known of it and of one of its rates, a line each."""
        facts = {
            "Metric": rate.name,
            "Value": self.value,
            "Threshold": self.threshold,
            "Reason": self.reason,
            "Time": self.time,
        }
        return tuple(f"{label}: {fact}" for label, fact in facts.items() if fact is not None)


def alarms_in(event: object) -> list[ToldAlarm]:
    """Every alarm of an event, of whichever of the three shapes; none in an event of something else."""
    told = [_in_message(_parsed(at(record, "Sns", "Message"))) for record in _items(at(event, "Records"))]
    if at(event, "source") != "aws.cloudwatch":
        return told
    changed = at(event, "detail-type") == "CloudWatch Alarm State Change"
    alarm, arn = (
        (at(event, "detail"), at(event, "resources", 0))
        if changed
        else (at(event, "alarmData"), at(event, "alarmArn"))
    )
    state = at(alarm, "state")
    evaluated = _parsed(at(state, "reasonData"))
    own = ToldAlarm(
        name=str(at(alarm, "alarmName")),
        arn=_text(arn),
        state=at(state, "value"),
        rates=tuple(_queried(at(alarm, "configuration", "metrics"))),
        value=at(evaluated, "recentDatapoints", -1),
        threshold=at(evaluated, "threshold"),
        reason=at(state, "reason"),
        time=at(state, "timestamp"),
    )
    return [*told, own]


def rates_of(record: object) -> tuple[Rate, ...]:
    """The rates that an alarm watches, as ``DescribeAlarms`` shows it. API: MetricAlarm."""
    return tuple(one for one in (_rate(record, None), *_queried(at(record, "Metrics"))) if one is not None)


def at(value: object, *path: str | int) -> object:
    """What lies at a path of any JSON; ``None`` where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and value:
            value = value[step]
        else:
            return None
    return value


def _in_message(message: object) -> ToldAlarm:
    trigger = at(message, "Trigger")
    return ToldAlarm(
        name=str(at(message, "AlarmName")),
        arn=_text(at(message, "AlarmArn")),
        state=at(message, "NewStateValue"),
        rates=rates_of(trigger),
        value=None,
        threshold=at(trigger, "Threshold"),
        reason=at(message, "NewStateReason"),
        time=at(message, "StateChangeTime"),
    )


def _queried(queries: object) -> Iterator[Rate]:
    """The rates among an alarm's queries, in the spelling of either shape."""
    for query in _items(queries):
        metric = at(query, "metricStat", "metric") or at(query, "MetricStat", "Metric")
        found = _rate(metric, at(query, "accountId") or at(query, "AccountId"))
        if found is not None:
            yield found


def _rate(metric: object, account: object) -> Rate | None:
    name = at(metric, "name") or at(metric, "MetricName")
    namespace = at(metric, "namespace") or at(metric, "Namespace")
    if namespace != NAMESPACE or name not in (BOUNCE_RATE, COMPLAINT_RATE):
        return None
    dimensions = at(metric, "dimensions") or at(metric, "Dimensions") or {}
    if isinstance(dimensions, list):
        spelt = [
            {str(key).lower(): text for key, text in one.items()} for one in dimensions if isinstance(one, dict)
        ]
        dimensions = {str(one.get("name")): one.get("value") for one in spelt}
    whose = None if account is None else str(account)
    if dimensions == {}:
        return Rate(str(name), None, whose)
    sender = at(dimensions, CONFIGURATION_SET_DIMENSION)
    if dimensions == {CONFIGURATION_SET_DIMENSION: sender} and isinstance(sender, str):
        return Rate(str(name), sender, whose)
    return None


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _parsed(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None

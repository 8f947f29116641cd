"""Three days of mail in seconds: the guard's own alarms and handler, against the guide's one alarm without a gate.

``python -m tests.reputation.simulation 15 2000`` prints the table, of the seeds 0 to 14 and 2000 to 2014: nothing
was tuned with the second half. Alarms are those of the synthesized template, decided minute by minute by
``ses_constructs.local.alarms``; the event is CloudWatch's, the handler the pause function's.

The truth is what a stream was made with, and not what its rate happened to be: one that bounces 2 % of its mail is
well, even where 8 of its first 90 mails came back.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ses_constructs.facts import metrics
from ses_constructs.local.alarm_messages import StateChange, lambda_payload
from ses_constructs.local.alarms import Alarm, AlarmState, MissingData, Query, evaluate
from ses_constructs.local.metrics import Datum, Metric
from tests.reputation.sending import DAY, KINDS, Kind, Stream

SET = "shop"
START = datetime(2026, 2, 2, tzinfo=UTC).timestamp()
ENOUGH = 500
"""Mails from which on a rate is one: a breach is counted from there on."""
PAUSE = {metrics.BOUNCE_RATE: 0.08, metrics.COMPLAINT_RATE: 0.004}
Properties = Mapping[str, Any]
Pause = Callable[[dict[str, object]], bool]
"""Runs a pause function on an event of an alarm; whether SES still sends afterwards."""


@dataclass(slots=True)
class Watcher:
    """One side of the comparison: alarms as templates write them, and what they invoke."""

    alarms: list[Properties]
    pause: Pause
    states: dict[int, AlarmState] = field(default_factory=dict)

    def look(self, data: Mapping[Metric, list[Datum]], now: float) -> bool:
        """Decides the alarms of a minute; whether SES still sends afterwards."""
        sends = True
        for number, properties in enumerate(self.alarms):
            before = self.states.get(number, AlarmState.INSUFFICIENT_DATA)
            verdict = evaluate(alarm_of(properties), lambda metric: data.get(metric, []), now=now, current=before)
            self.states[number] = verdict.state
            if verdict.state is AlarmState.ALARM and before is not AlarmState.ALARM:
                sends = self.pause(_event(properties, before, verdict.reason, now)) and sends
        return sends


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a stream, in minutes: when its rate breached, when the next mail was refused."""

    kind: Kind
    breached: int | None
    refused: int | None

    @property
    def took(self) -> int | None:
        """Minutes from the breach to the refusal."""
        return None if self.breached is None or self.refused is None else self.refused - self.breached


def simulate(kind: Kind, seed: int, watcher: Watcher, *, minutes: int) -> Outcome:
    """Sends one stream's mail until it is refused or the time is over."""
    stream = Stream(kind, random.Random(f"{kind.name}/{seed}"))
    data: dict[Metric, list[Datum]] = {}
    breached = None
    for minute in range(minutes):
        now = START + minute * 60
        sent = stream.send(minute)
        _count(data, sent, now)
        if sent[0] and not kind.minute(minute, stream.chance).silent:
            for name, rate in zip(PAUSE, stream.rates(), strict=True):
                _put(data, name, {metrics.CONFIGURATION_SET_DIMENSION: SET}, Datum.of(now, rate))
                if rate >= PAUSE[name] and breached is None and stream.mails >= ENOUGH:
                    breached = minute
        if not watcher.look(data, now + 59):
            return Outcome(kind, breached, minute + 1)
    return Outcome(kind, breached, None)


def alarm_of(properties: Properties) -> Alarm:
    """An alarm of a template."""
    lines = properties.get("Metrics") or [{"Id": "m1", "MetricStat": {**_stat(properties)}, "ReturnData": True}]
    return Alarm(
        queries=tuple(_query(line) for line in lines),
        threshold=properties["Threshold"],
        comparison=properties["ComparisonOperator"],
        evaluation_periods=properties["EvaluationPeriods"],
        datapoints_to_alarm=properties.get("DatapointsToAlarm"),
        missing_data=MissingData(properties["TreatMissingData"]),
    )


def guides_own(threshold: float = PAUSE[metrics.BOUNCE_RATE]) -> Properties:
    """The one alarm of the guide's procedure, at the guard's pause rate, so that only the making differs."""
    return {
        "AlarmName": "Guide",
        "Namespace": metrics.NAMESPACE,
        "MetricName": metrics.BOUNCE_RATE,
        "Dimensions": [{"Name": metrics.CONFIGURATION_SET_DIMENSION, "Value": SET}],
        "Statistic": "Average",
        "Period": 300,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "EvaluationPeriods": 1,
        "TreatMissingData": "ignore",
    }


def table(outcomes: Mapping[str, list[Outcome]]) -> str:
    """Both sides' outcomes, a kind of stream a line, in Markdown."""
    lines = ["| stream | seeds | must pause |" + "".join(f" {side}: wrong | minutes |" for side in outcomes)]
    lines.append("|---|---|---|" + "---|---|" * len(outcomes))
    for kind in KINDS:
        cells = []
        for found in outcomes.values():
            of_kind = [one for one in found if one.kind is kind]
            took = [one.took for one in of_kind if one.took is not None]
            times = f"{statistics.median(took):g} (at most {max(took)})" if took else ""
            cells += [f"{sum(wrong(one) for one in of_kind)} of {len(of_kind)}", times]
        count = len([one for one in next(iter(outcomes.values())) if one.kind is kind])
        lines.append(f"| {kind.name} | {count} | {'yes' if kind.bad else 'no'} | {' | '.join(cells)} |")
    return "\n".join(lines)


def wrong(outcome: Outcome) -> bool:
    """Paused without need, before there was need, or not in need."""
    return outcome.took is None if outcome.kind.bad else outcome.refused is not None


def _event(properties: Properties, before: AlarmState, reason: str, now: float) -> dict[str, object]:
    name = str(properties["AlarmName"])
    arn = f"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:{name}"
    time = datetime.fromtimestamp(now, UTC)
    record = {**properties, "AlarmArn": arn}
    change = StateChange(record, "111122223333", "eu-west-1", time, str(before), "ALARM", "", reason, time)
    return lambda_payload(change)


def _count(data: dict[Metric, list[Datum]], sent: tuple[int, int, int], now: float) -> None:
    for name, count in zip(("Send", "Bounce", "Complaint"), sent, strict=True):
        if count:
            _put(data, name, {"guarded-set": SET}, Datum(now, count, count, 1, 1))


def _put(data: dict[Metric, list[Datum]], name: str, dimensions: dict[str, str], datum: Datum) -> None:
    kept = data.setdefault(Metric.of(metrics.NAMESPACE, name, dimensions), [])
    kept.append(datum)
    if kept[0].timestamp < datum.timestamp - 4 * 3600:
        del kept[0]


def _query(line: Properties) -> Query:
    if "Expression" in line:
        return Query(line["Id"], expression=line["Expression"], returned=line.get("ReturnData", True))
    stat = line["MetricStat"]
    described = stat["Metric"]
    pairs = {pair["Name"]: pair["Value"] for pair in described.get("Dimensions", [])}
    metric = Metric.of(described["Namespace"], described["MetricName"], pairs)
    return Query(line["Id"], metric, stat["Stat"], stat["Period"], returned=line.get("ReturnData", True))


def _stat(properties: Properties) -> dict[str, object]:
    metric = {name: properties[name] for name in ("Namespace", "MetricName", "Dimensions")}
    return {"Metric": metric, "Period": properties["Period"], "Stat": properties["Statistic"]}


def totals(outcomes: Mapping[str, list[Outcome]]) -> str:
    """For each side: what was paused without need, what was missed, and how long the others took."""
    lines = []
    for side, found in outcomes.items():
        good, bad = ([one for one in found if one.kind.bad is which] for which in (False, True))
        took = [one.took for one in bad if one.took is not None]
        lines.append(
            f"{side}: {sum(map(wrong, good))} of {len(good)} paused without need, "
            f"{sum(map(wrong, bad))} of {len(bad)} not paused or too early; from the breach to the first refused "
            f"mail {statistics.median(took):g} minutes in the middle, {max(took)} at most"
        )
    return "\n".join(lines)


def run(
    guard: Callable[[], Watcher], guide: Callable[[], Watcher], *, seeds: Sequence[int], days: int
) -> dict[str, list[Outcome]]:
    """Every kind of stream with every seed on both sides."""
    return {
        side: [simulate(kind, seed, make(), minutes=days * DAY) for kind in KINDS for seed in seeds]
        for side, make in (("guard", guard), ("guide", guide))
    }


if __name__ == "__main__":
    from tests.reputation.sides import guard_side, guide_side

    first, fresh = (int(text) for text in (sys.argv[1:] or ["15", "2000"]))
    both = [*range(first), *range(fresh, fresh + first)]
    simulated = run(guard_side(), guide_side, seeds=both, days=3)
    print(f"{table(simulated)}\n\n{totals(simulated)}")

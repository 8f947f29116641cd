"""Resumes what the guard itself paused, once it has cooled down: never a person's pause, and not too often.

What was paused and resumed, by whom and when, it reads in the two functions' logs, which outlive the stack. It has
no right to touch SES: it asks the resume function, which refuses what AWS itself has stopped, tells the operators,
and writes the resume down.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.type_defs import MetricAlarmTypeDef
    from types_boto3_lambda import LambdaClient
    from types_boto3_logs import CloudWatchLogsClient

_NAMESPACE = "SesConstructs"
_BY = "automatic resume"
_PATTERN = '{ ($.did = "paused") || ($.did = "resumed") || ($.did = "held") }'
_MEMORY = timedelta(days=31)
_AT_ONCE = timedelta(minutes=1)
_MOST_POINTS = 1400
"""CloudWatch gives 1440 at a time."""


class ResumeFailedError(Exception):
    """Something could not be asked, or the resume function refused; what is paused stays paused."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a pause lasts at least, how long its alarms must have been OK, how many resumes in how long."""

    after: timedelta
    quiet: timedelta
    most: int
    within: timedelta

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Limits:
        """From the function's environment, where nothing may be missing."""
        after, quiet, within = (
            timedelta(seconds=float(environment[name]))
            for name in ("AFTER_SECONDS", "QUIET_SECONDS", "WITHIN_SECONDS")
        )
        return cls(after, quiet, int(environment["MOST"]), within)


@dataclass(frozen=True, slots=True)
class Past:
    """What the logs tell of one sender: each entry with its time, oldest first."""

    entries: list[tuple[datetime, Mapping[str, Any]]]

    def paused_by_guard(self) -> datetime | None:
        """When the pause that still stands was made by the guard; ``None`` for any other pause."""
        began = None
        for time, entry in self.entries:
            if entry["did"] != "paused":
                began = None
            elif not entry["paused_before"]:
                began = time
        return began

    def automatic(self, since: datetime) -> int:
        """How often this function has resumed it since then."""
        return sum(
            entry["did"] == "resumed" and str(entry.get("by")).startswith(_BY) and time >= since
            for time, entry in self.entries
        )


def handler(_event: object, _context: object) -> None:
    """Resumes what may be resumed; says of everything else that is paused why it stays so."""
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=3, read_timeout=150)
    functions, cloudwatch = boto3.client("lambda", config=patient), boto3.client("cloudwatch", config=patient)
    limits, now = Limits.read(os.environ), datetime.now(UTC)
    senders = _ask(functions, os.environ["PAUSE_FUNCTION"], {"heartbeat": True})["senders"]
    paused = [one for one in senders if not one["sends"]]
    entries = list(_entries(boto3.client("logs", config=patient), now)) if paused else []
    used_up, failures = 0, []
    for one in paused:
        past = Past(sorted((e for e in entries if e[1]["what"] == one["what"]), key=lambda e: e[0]))
        why = _why_not(one, past, cloudwatch, limits, now)
        done = past.automatic(now - limits.within)
        if why is None and done >= limits.most:
            used_up, why = used_up + 1, f"resumed automatically {done} times already: a person has to look"
        if why is not None:
            print(json.dumps({"did": "left paused", "what": one["what"], "why": why}))
            continue
        reason = f"paused by the guard for {limits.after}, and its alarms are OK; {done + 1} of {limits.most}"
        try:
            _ask(functions, os.environ["RESUME_FUNCTION"], {"resume": one["sender"], "reason": reason, "by": _BY})
        except ResumeFailedError as problem:
            failures.append(str(problem))
    _count(cloudwatch, used_up)
    if failures:
        raise ResumeFailedError("; ".join(failures))


def _count(cloudwatch: CloudWatchClient, used_up: int) -> None:
    """How many senders stay paused because they were resumed too often; an alarm tells people."""
    dimensions: Any = [{"Name": "Guard", "Value": os.environ["GUARD"]}]
    datum: Any = {"MetricName": "ResumesUsedUp", "Value": float(used_up), "Dimensions": dimensions}
    cloudwatch.put_metric_data(Namespace=_NAMESPACE, MetricData=[datum])


def _why_not(
    sender: Mapping[str, Any], past: Past, cloudwatch: CloudWatchClient, limits: Limits, now: datetime
) -> str | None:
    began = past.paused_by_guard()
    if began is None:
        return "this is no pause of the guard's own"
    if now - began < limits.after:
        return f"it cools down until {began + limits.after:%Y-%m-%d %H:%M} UTC"
    if _switched_since(sender, cloudwatch, began, now):
        return "since the guard paused it somebody has resumed it and paused it again"
    seen = _seen_paused(cloudwatch, sender["sender"], began, now)
    if not seen or min(seen) < 1:
        return "it was not seen paused all the while: somebody resumed it and paused it again"
    for alarm in _alarms_of(cloudwatch, sender):
        since = alarm.get("StateTransitionedTimestamp") or alarm["StateUpdatedTimestamp"]
        if alarm["StateValue"] != "OK" or now - since < limits.quiet:
            return f"alarm {alarm['AlarmName']} is {alarm['StateValue']} since {since:%Y-%m-%d %H:%M} UTC"
    return None


def _switched_since(
    sender: Mapping[str, Any], cloudwatch: CloudWatchClient, began: datetime, now: datetime
) -> bool:
    """Whether SES knows of a switch after the pause: when it remembers none, by mail that went out since.

    A set remembers when it was last switched on again, a tenant when it was last switched at all, which the pause
    itself did a moment before it was written down. The account remembers nothing, but sends nothing while paused.
    """
    if sender["set"] is None:
        return any(_points(cloudwatch, began, now, Namespace="AWS/SES", MetricName="Send", Statistics=["Sum"]))
    resumed, switched = (_time(sender.get(name)) for name in ("resumed", "switched"))
    if switched is not None:
        return switched > began + _AT_ONCE
    return resumed is not None and resumed > began


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _seen_paused(cloudwatch: CloudWatchClient, sender: str, began: datetime, now: datetime) -> list[float]:
    """What the heartbeats saw since the pause: 1 for paused, 0 for not."""
    named = [{"Name": "Guard", "Value": os.environ["GUARD"]}, {"Name": "Sender", "Value": sender}]
    asked: Any = {"Namespace": _NAMESPACE, "MetricName": "Paused", "Dimensions": named, "Statistics": ["Minimum"]}
    return _points(cloudwatch, began, now, **asked)


def _points(cloudwatch: CloudWatchClient, began: datetime, now: datetime, **asked: Any) -> list[float]:
    """A metric's values since a pause, in not too many points."""
    period = max(1, math.ceil((now - began).total_seconds() / 60 / _MOST_POINTS)) * 60
    points = cloudwatch.get_metric_statistics(
        # Not the period of the pause itself, in which something may have been seen before.
        StartTime=began + timedelta(seconds=period),
        EndTime=now,
        Period=period,
        **asked,
    )["Datapoints"]
    (statistic,) = asked["Statistics"]
    return [float(point[statistic]) for point in points]  # type: ignore[literal-required]


def _alarms_of(cloudwatch: CloudWatchClient, sender: Mapping[str, Any]) -> Iterator[MetricAlarmTypeDef]:
    """The alarms that pause a sender.

    Raises:
        ResumeFailedError: when there are none, so that nothing would pause it again.
    """
    arn, found = os.environ["PAUSE_FUNCTION_ARN"], 0
    for page in cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm"]):
        for alarm in page["MetricAlarms"]:
            if arn in alarm.get("AlarmActions", []) and _set_of(alarm) == sender["set"]:
                found += 1
                yield alarm
    if not found:
        raise ResumeFailedError(f"no alarm would pause {sender['what']} again")


def _set_of(alarm: MetricAlarmTypeDef) -> str | None:
    """The configuration set that an alarm watches; ``None`` for the account."""
    lines = [line.get("MetricStat", {}).get("Metric", {}) for line in alarm.get("Metrics", [])]
    watched: list[Any] = [alarm, *lines]
    for metric in watched:
        if str(metric.get("MetricName")).startswith("Reputation."):
            for dimension in metric.get("Dimensions", []):
                return str(dimension["Value"])
    return None


def _entries(logs: CloudWatchLogsClient, now: datetime) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    """Every pause, resume and hold of a month."""
    start = int((now - _MEMORY).timestamp() * 1000)
    for group in (os.environ["PAUSE_LOG"], os.environ["RESUME_LOG"]):
        pages = logs.get_paginator("filter_log_events")
        for page in pages.paginate(logGroupName=group, filterPattern=_PATTERN, startTime=start):
            for event in page["events"]:
                for line in event["message"].splitlines():
                    if line.startswith("{"):
                        yield datetime.fromtimestamp(event["timestamp"] / 1000, UTC), json.loads(line)


def _ask(functions: LambdaClient, name: str, payload: Mapping[str, object]) -> dict[str, Any]:
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(payload).encode())
    said = answer["Payload"].read().decode()
    if answer.get("FunctionError"):
        raise ResumeFailedError(f"{name} failed: {said}")
    found: dict[str, Any] = json.loads(said)
    return found

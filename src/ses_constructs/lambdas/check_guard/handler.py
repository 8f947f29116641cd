"""Sees whether the guard is awake: a heartbeat through the pause function, and a search for pauses not made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.type_defs import MetricAlarmTypeDef, MetricDatumTypeDef

_NAMESPACE = "SesConstructs"
_GRACE = timedelta(minutes=5)
"""A pause is tried three times, with one and two minutes between."""


class GuardAsleepError(Exception):
    """The guard would not pause, or would not see why it should; no heartbeat is counted."""


def handler(_event: object, _context: object) -> None:
    """Counts a heartbeat, who is paused, and who sends although an alarm says they should not."""
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=3, read_timeout=150)
    function, guard = os.environ["PAUSE_FUNCTION"], os.environ["GUARD"]
    answer = boto3.client("lambda", config=patient).invoke(FunctionName=function, Payload=b'{"heartbeat": true}')
    said = answer["Payload"].read().decode()
    if answer.get("FunctionError"):
        raise GuardAsleepError(f"the pause function does not answer: {said}")
    senders: list[dict[str, Any]] = json.loads(said)["senders"]
    cloudwatch = boto3.client("cloudwatch", config=patient)
    dry_run = os.environ["DRY_RUN"] == "yes"
    missed = set() if dry_run else {one["sender"] for one in senders if one["sends"] and _due(cloudwatch, one)}
    blind = [one["sender"] for one in senders if one["blind"]]
    data = [_datum("SendingInAlarm", len(missed), Guard=guard)]
    data += [_datum("Paused", not one["sends"], Guard=guard, Sender=one["sender"]) for one in senders]
    if not blind:
        data.append(_datum("Heartbeat", 1, Guard=guard))
    for start in range(0, len(data), 100):
        cloudwatch.put_metric_data(Namespace=_NAMESPACE, MetricData=data[start : start + 100])
    print(json.dumps({"did": "checked", "senders": senders, "missed": sorted(missed), "blind": blind}))
    if blind:
        raise GuardAsleepError(f"reputation metrics are off, so that no alarm can fire, for: {', '.join(blind)}")


def _due(cloudwatch: CloudWatchClient, sender: Mapping[str, object]) -> bool:
    """Whether an alarm that should have paused a sender has been in ALARM for longer than a pause takes."""
    return any(
        _set_of(alarm) == sender["set"] and datetime.now(UTC) - _since(alarm) > _GRACE
        for alarm in _firing(cloudwatch)
    )


def _firing(cloudwatch: CloudWatchClient) -> Iterator[MetricAlarmTypeDef]:
    """The alarms in ALARM that invoke the pause function."""
    arn = os.environ["PAUSE_FUNCTION_ARN"]
    for page in cloudwatch.get_paginator("describe_alarms").paginate(StateValue="ALARM"):
        yield from (alarm for alarm in page["MetricAlarms"] if arn in alarm.get("AlarmActions", []))


def _since(alarm: MetricAlarmTypeDef) -> datetime:
    return alarm.get("StateTransitionedTimestamp") or alarm["StateUpdatedTimestamp"]


def _set_of(alarm: MetricAlarmTypeDef) -> str | None:
    """The configuration set that an alarm watches; ``None`` for the account."""
    watched: list[Any] = [
        alarm,
        *(line.get("MetricStat", {}).get("Metric", {}) for line in alarm.get("Metrics", [])),
    ]
    for metric in watched:
        if str(metric.get("MetricName")).startswith("Reputation."):
            for dimension in metric.get("Dimensions", []):
                return str(dimension["Value"])
    return None


def _datum(name: str, value: float, **dimensions: str) -> MetricDatumTypeDef:
    named = [{"Name": key, "Value": text} for key, text in dimensions.items()]
    return {"MetricName": name, "Value": float(value), "Dimensions": named}  # type: ignore[typeddict-item]

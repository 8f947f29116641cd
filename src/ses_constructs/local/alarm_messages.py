"""What CloudWatch says when an alarm changes its state: to SNS, to a Lambda function, to EventBridge.

The shapes are those of the CloudWatch guide, "Invoke a Lambda function from an alarm" and "Alarm events and
EventBridge"; records are alarms as ``DescribeAlarms`` shows them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import botocore.session

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StateChange:
    """An alarm that went from one state to another."""

    alarm: Record
    account: str
    region: str
    time: datetime
    old: str
    new: str
    old_reason: str
    reason: str
    old_time: datetime

    @property
    def arn(self) -> str:
        return str(self.alarm["AlarmArn"])

    @property
    def name(self) -> str:
        return str(self.alarm["AlarmName"])

    @property
    def subject(self) -> str:
        """The subject of the SNS message, at most 100 characters."""
        return f'{self.new}: "{self.name}" in {region_name(self.region)}'[:100]


def sns_message(change: StateChange) -> dict[str, object]:
    """The JSON text of the message to a topic; the region is spelled out, as CloudWatch does."""
    alarm = change.alarm
    message: dict[str, object] = {
        "AlarmName": change.name,
        "AlarmDescription": alarm.get("AlarmDescription") or None,
        "AWSAccountId": change.account,
        "NewStateValue": change.new,
        "NewStateReason": change.reason,
        "StateChangeTime": _time(change.time),
        "Region": region_name(change.region),
        "AlarmArn": change.arn,
        "OldStateValue": change.old,
        "OKActions": alarm.get("OKActions") or [],
        "AlarmActions": alarm.get("AlarmActions") or [],
        "InsufficientDataActions": alarm.get("InsufficientDataActions") or [],
    }
    if "AlarmRule" in alarm:
        return {**message, "AlarmRule": alarm["AlarmRule"]}
    return {**message, "Trigger": _trigger(alarm)}


def lambda_payload(change: StateChange) -> dict[str, object]:
    """The event of a function that is an alarm's action."""
    return {
        "source": "aws.cloudwatch",
        "alarmArn": change.arn,
        "accountId": change.account,
        "time": _time(change.time),
        "region": change.region,
        "alarmData": {
            "alarmName": change.name,
            "state": _state(change.new, change.reason, change.time),
            "previousState": _state(change.old, change.old_reason, change.old_time),
            "configuration": configuration(change.alarm),
        },
    }


def event_detail(change: StateChange) -> dict[str, object]:
    """The detail of the event ``CloudWatch Alarm State Change``."""
    return {
        "alarmName": change.name,
        "state": _state(change.new, change.reason, change.time),
        "previousState": _state(change.old, change.old_reason, change.old_time),
        "configuration": configuration(change.alarm),
    }


def configuration(alarm: Record) -> dict[str, object]:
    """What an alarm watches, in the words of the Lambda payload and the event."""
    described: dict[str, object] = {}
    if alarm.get("AlarmDescription"):
        described["description"] = alarm["AlarmDescription"]
    if "AlarmRule" in alarm:
        return {**described, "alarmRule": alarm["AlarmRule"]}
    return {**described, "metrics": [_metric_line(line) for line in _lines(alarm)]}


def _lines(alarm: Record) -> Sequence[Mapping[str, object]]:
    """The alarm's ``Metrics``; for an alarm on a single metric one line made of its own properties."""
    lines = alarm.get("Metrics")
    if isinstance(lines, list) and lines:
        return lines
    metric = {name: alarm.get(name) for name in ("Namespace", "MetricName", "Dimensions")}
    statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic")
    return [{"Id": "m1", "MetricStat": {"Metric": metric, "Period": alarm.get("Period"), "Stat": statistic}}]


def _metric_line(line: Mapping[str, object]) -> dict[str, object]:
    shown: dict[str, object] = {"id": line["Id"], "returnData": line.get("ReturnData", True)}
    if line.get("Expression"):
        shown["expression"] = line["Expression"]
        return shown
    statistic = line["MetricStat"]
    assert isinstance(statistic, Mapping)
    metric = statistic["Metric"]
    shown["metricStat"] = {
        "metric": {
            "namespace": metric["Namespace"],
            "name": metric["MetricName"],
            "dimensions": {pair["Name"]: pair["Value"] for pair in metric.get("Dimensions") or []},
        },
        "period": statistic["Period"],
        "stat": statistic["Stat"],
    }
    return shown


def _trigger(alarm: Record) -> dict[str, object]:
    common = {
        "Period": alarm.get("Period"),
        "EvaluationPeriods": alarm.get("EvaluationPeriods"),
        "DatapointsToAlarm": alarm.get("DatapointsToAlarm"),
        "ComparisonOperator": alarm.get("ComparisonOperator"),
        "Threshold": alarm.get("Threshold"),
        "TreatMissingData": alarm.get("TreatMissingData"),
        "EvaluateLowSampleCountPercentile": "",
    }
    lines = alarm.get("Metrics")
    if isinstance(lines, list) and lines:
        return {**common, "Metrics": [_trigger_line(line) for line in lines]}
    return {
        "MetricName": alarm.get("MetricName"),
        "Namespace": alarm.get("Namespace"),
        "StatisticType": "Statistic",
        "Statistic": str(alarm.get("Statistic")).upper(),
        "Unit": alarm.get("Unit"),
        "Dimensions": _pairs(alarm.get("Dimensions")),
        **common,
    }


def _trigger_line(line: Mapping[str, object]) -> dict[str, object]:
    statistic = line.get("MetricStat")
    if not isinstance(statistic, Mapping):
        return dict(line)
    metric = {**statistic["Metric"], "Dimensions": _pairs(statistic["Metric"].get("Dimensions"))}
    return {**line, "MetricStat": {**statistic, "Metric": metric}}


def _pairs(dimensions: object) -> list[dict[str, str]]:
    """Dimensions with the lower-case names that only this message has."""
    pairs = dimensions if isinstance(dimensions, list) else []
    return [{"value": pair["Value"], "name": pair["Name"]} for pair in pairs]


def _state(value: str, reason: str, time: datetime) -> dict[str, object]:
    return {"value": value, "reason": reason, "timestamp": _time(time)}


def _time(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}+0000"


@functools.cache
def region_name(region: str) -> str:
    """``US East (N. Virginia)`` for ``us-east-1``; the code itself when botocore does not know it."""
    endpoints = botocore.session.get_session().get_data("endpoints")
    for partition in endpoints["partitions"]:
        if region in partition["regions"]:
            return str(partition["regions"][region]["description"])
    return region

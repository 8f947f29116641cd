"""``AWS::CloudWatch::Alarm`` with metric math, and ``AWS::CloudWatch::CompositeAlarm``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast

from ministack.services import cloudwatch
from ministack.services.cloudformation import provisioners

from ses_constructs.local import metric_math
from ses_constructs.local.ministack.handlers import Made, Properties, generated_name, replaced

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_OF_ONE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit")
_UNKNOWN = ("ThresholdMetricId", "ActionsSuppressor", "EvaluationCriteria", "EvaluationInterval")


class MetricAlarmHandler:
    """MiniStack's handler, and ``Metrics`` beside it."""

    def __init__(self, original: Mapping[str, Callable[..., Made]]) -> None:
        self._original = original

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        _refuse_unknown(properties)
        if not properties.get("Metrics"):
            return self._original["create"](logical_id, properties, stack_name)
        name = properties.get("AlarmName") or generated_name(stack_name, logical_id, longest=255)
        return self._put(str(name), properties)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        _refuse_unknown(new)
        if not new.get("Metrics"):
            return self._original["update"](physical_id, old, new, stack_name, logical_id)
        if old.get("AlarmName") != new.get("AlarmName"):
            return replaced("AWS::CloudWatch::Alarm", physical_id, old, new, stack_name, logical_id)
        return self._put(physical_id, new)

    def delete(self, physical_id: str, properties: Properties) -> None:
        self._original["delete"](physical_id, properties)

    def _put(self, name: str, properties: Properties) -> Made:
        """The record of an alarm on one metric, with lines in the place of that metric."""
        lines = [_line(line) for line in cast("list[Properties]", properties["Metrics"])]
        alike = {**properties, "Metrics": None, "MetricName": "-", "Namespace": "-"}
        record = provisioners._cw_metric_alarm_record(name, alike)
        record = {key: value for key, value in record.items() if key not in _OF_ONE_METRIC}
        cloudwatch.cloudformation_put_metric_alarm({**record, "Metrics": lines})
        cloudwatch.cloudformation_set_metric_alarm_tags(name, properties.get("Tags") or [])
        return name, {"Arn": record["AlarmArn"]}


class CompositeAlarmHandler:
    """Through MiniStack's ``PutCompositeAlarm``."""

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Made:
        name = properties.get("AlarmName") or generated_name(stack_name, logical_id, longest=255)
        if name in cloudwatch._composite_alarms:
            raise ValueError(f"{_COMPOSITE}: {name} already exists")
        return self._put(str(name), properties)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Made:
        if old.get("AlarmName") != new.get("AlarmName"):
            return replaced(_COMPOSITE, physical_id, old, new, stack_name, logical_id)
        return self._put(physical_id, new)

    def delete(self, physical_id: str, properties: Properties) -> None:  # noqa: ARG002
        if physical_id in cloudwatch._composite_alarms:
            _checked(cloudwatch._delete_alarms({}, {"AlarmNames": [physical_id]}, False, True))

    def _put(self, name: str, properties: Properties) -> Made:
        _refuse_unknown(properties)
        _checked(cloudwatch._put_composite_alarm({}, {**properties, "AlarmName": name}, False, True))
        return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}


def _line(line: Properties) -> dict[str, object]:
    """A line as ``DescribeAlarms`` shows it: numbers and booleans of a template may be texts."""
    shown = {**line, "ReturnData": str(line.get("ReturnData", True)).lower() == "true"}
    statistic = line.get("MetricStat")
    if isinstance(statistic, Mapping):
        shown["MetricStat"] = {**statistic, "Period": int(statistic["Period"])}
    if "Expression" in line:
        metric_math.parse(str(line["Expression"]))
    return shown


def _refuse_unknown(properties: Properties) -> None:
    unknown = [name for name in _UNKNOWN if properties.get(name)]
    if unknown:
        raise ValueError(f"the emulator does not know {', '.join(unknown)} of an alarm")


def _checked(answer: tuple[int, object, bytes]) -> None:
    status, _, body = answer
    if status >= 400:
        raise ValueError(json.loads(body).get("message", body.decode()))

"""CloudWatch alarms of MiniStack, decided by ``ses_constructs.local.alarms`` and acted upon as CloudWatch does."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch

from ses_constructs.local import alarm_messages
from ses_constructs.local.alarm_messages import StateChange
from ses_constructs.local.alarms import Alarm, AlarmState, MissingData, Query, evaluate
from ses_constructs.local.metrics import Datum, Metric
from ses_constructs.local.ministack import events, functions, topics
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

_log = logging.getLogger("ses_constructs.alarms")

Record = dict[str, object]
_ACTIONS_OF = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}


class Alarms:
    """All alarms of the emulator.

    Args:
        speed: How many times shorter than they say periods are.
    """

    def __init__(self, *, speed: float) -> None:
        self._speed = speed
        self._lock = threading.RLock()
        # What an alarm said before its last change; MiniStack keeps only the newest reason.
        self._said: dict[str, tuple[str, datetime]] = {}

    def install(self) -> None:
        """Puts this in the place of MiniStack's evaluation and actions."""
        cloudwatch._evaluate_alarm = self.evaluate_record
        cloudwatch._dispatch_alarm_actions = self.act
        put = cloudwatch._put_metric_alarm

        def put_metric_alarm(
            params: Mapping[str, object], cbor_data: Mapping[str, object], is_cbor: bool, is_json: bool = False
        ) -> object:
            """MiniStack would drop the lines of metric math in silence."""
            if cbor_data.get("Metrics") or any(name.startswith("Metrics.") for name in params):
                text = "the emulator takes metric math from templates only (AWS::CloudWatch::Alarm)"
                return cloudwatch._error(
                    "InvalidParameterCombination", text, 400, use_json=is_json, use_cbor=is_cbor
                )
            return put(params, cbor_data, is_cbor, is_json)

        cloudwatch._put_metric_alarm = put_metric_alarm

    def reset(self) -> None:
        """Forgets what alarms said."""
        self._said.clear()

    def places(self) -> set[Place]:
        """Where there are alarms."""
        return {Place(account, region) for account, region, _ in cloudwatch._alarms.to_dict()}

    def evaluate_place(self, place: Place) -> None:
        """Decides every alarm of an account in a region."""
        with request_scope(place.account, place.region):
            for record in cloudwatch._alarms.values():
                self.evaluate_record(record)

    def evaluate_record(self, record: Record) -> None:
        """Decides one alarm of the current account and region, and acts when its state changes.

        An alarm that cannot be decided says why in its history, once.
        """
        with self._lock:
            current = AlarmState(str(record["StateValue"]))
            try:
                verdict = evaluate(alarm_of(record), _data, now=time.time(), current=current, speed=self._speed)
            except ValueError as error:
                _note(record, "Action", f"Not evaluated: {error}", once=True)
                return
            if verdict.state is not current:
                self._change(record, verdict.state, verdict.reason)

    def watched(self, namespace: str, name: str, place: Place) -> set[Metric]:
        """The metrics of a name that alarms of a place watch."""
        with request_scope(place.account, place.region):
            records = cloudwatch._alarms.values()
        queries = [query for record in records for query in _queries(record)]
        metrics = {query.metric for query in queries if query.metric is not None}
        return {metric for metric in metrics if (metric.namespace, metric.name) == (namespace, name)}

    def act(self, record: Record, old_state: str, new_state: str, reason: str) -> None:
        """What follows a change of state: the event, then the actions of the new state."""
        arn = str(record["AlarmArn"])
        now = datetime.now(UTC)
        old_reason, old_time = self._said.get(arn, ("Unchecked: Initial alarm creation", now))
        self._said[arn] = (reason, now)
        place = Place(get_account_id(), get_region())
        change = StateChange(
            record, place.account, place.region, now, old_state, new_state, old_reason, reason, old_time
        )
        detail = alarm_messages.event_detail(change)
        events.put_event(
            place,
            source="aws.cloudwatch",
            detail_type="CloudWatch Alarm State Change",
            resources=[arn],
            detail=detail,
        )
        if record.get("ActionsEnabled", True):
            for action in cast("list[str]", record.get(_ACTIONS_OF[new_state]) or []):
                _run_action(place, change, action)

    def _change(self, record: Record, state: AlarmState, reason: str) -> None:
        old = str(record["StateValue"])
        record.update(StateValue=str(state), StateReason=reason, StateUpdatedTimestamp=int(time.time()))
        cloudwatch._record_history(record["AlarmName"], old, str(state), reason)
        self.act(record, old, str(state), reason)
        cloudwatch._evaluate_parent_alarms(record)


def alarm_of(record: Mapping[str, object]) -> Alarm:
    """The alarm that a record of MiniStack describes."""
    wanted = record.get("DatapointsToAlarm")
    return Alarm(
        queries=tuple(_queries(record)),
        threshold=float(str(record["Threshold"])),
        comparison=str(record["ComparisonOperator"]),
        evaluation_periods=int(str(record["EvaluationPeriods"])),
        datapoints_to_alarm=None if wanted is None else int(str(wanted)),
        missing_data=MissingData(str(record.get("TreatMissingData") or "missing")),
    )


def _queries(record: Mapping[str, object]) -> list[Query]:
    lines = cast("list[Mapping[str, object]]", record.get("Metrics") or [])
    if lines:
        return [_query_of(line) for line in lines]
    statistic = record.get("ExtendedStatistic") or record.get("Statistic")
    return [Query("m1", _metric(record), str(statistic), float(str(record["Period"])))]


def _query_of(line: Mapping[str, object]) -> Query:
    returned = bool(line.get("ReturnData", True))
    identifier = str(line["Id"])
    if line.get("Expression"):
        return Query(identifier, expression=str(line["Expression"]), returned=returned)
    statistic = cast("Mapping[str, object]", line["MetricStat"])
    metric = _metric(cast("Mapping[str, object]", statistic["Metric"]))
    return Query(identifier, metric, str(statistic["Stat"]), float(str(statistic["Period"])), returned=returned)


def _metric(described: Mapping[str, object]) -> Metric:
    pairs = cast("list[Mapping[str, str]]", described.get("Dimensions") or [])
    dimensions = {pair["Name"]: pair["Value"] for pair in pairs}
    return Metric.of(str(described["Namespace"]), str(described["MetricName"]), dimensions)


def _data(metric: Metric) -> Sequence[Datum]:
    key = (metric.namespace, metric.name, cloudwatch._dims_key(dict(metric.dimensions)))
    points = cloudwatch._metrics.get(key) or []
    return [Datum(point["Timestamp"], *cloudwatch._point_stats(point)) for point in list(points)]


def _run_action(place: Place, change: StateChange, action: str) -> None:
    service = action.split(":")[2]
    try:
        if service == "sns":
            caller = ServiceCaller("cloudwatch.amazonaws.com", place, change.arn)
            message = json.dumps(alarm_messages.sns_message(change))
            topics.publish(caller, action, message, subject=change.subject)
        elif service == "lambda":
            caller = ServiceCaller("lambda.alarms.cloudwatch.amazonaws.com", place, change.arn)
            functions.invoke(caller, action, alarm_messages.lambda_payload(change), wait=False)
        else:
            raise TargetRefusedError(f"the emulator does not know alarm actions of {service}")
    except TargetRefusedError as error:
        _log.error("alarm %s: %s", change.name, error)
        _note(change.alarm, "Action", f"Failed to execute action {action}: {error}")
        return
    _note(change.alarm, "Action", f"Successfully executed action {action}")


def _note(record: Mapping[str, object], kind: str, summary: str, *, once: bool = False) -> None:
    """Writes into the alarm's history."""
    entries = cloudwatch._history_entries()
    name = record["AlarmName"]
    if once and any(entry["AlarmName"] == name and entry["HistorySummary"] == summary for entry in entries):
        return
    entries.append(
        {
            "AlarmName": name,
            "AlarmType": "CompositeAlarm" if "AlarmRule" in record else "MetricAlarm",
            "Timestamp": cloudwatch._ts_iso(time.time()),
            "HistoryItemType": kind,
            "HistorySummary": summary,
            "HistoryData": json.dumps({"summary": summary}),
        }
    )

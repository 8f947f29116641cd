"""Sees whether the guard is awake: what a pause reads, a drill from an alarm to a notice, and pauses not made.

The drill is a sender of the guard's own, with which nobody sends. Its alarm is set to ALARM; CloudWatch invokes
the pause function as it would for any other; this function waits until the drill is paused. The account cannot be
paused to see whether it could be: IAM is asked instead.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_cloudwatch.type_defs import MetricAlarmTypeDef, MetricDatumTypeDef
    from types_boto3_lambda import LambdaClient

_NAMESPACE = "SesConstructs"
_RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")
_GRACE = timedelta(minutes=5)
"""A pause is tried three times, with one and two minutes between."""


class GuardAsleepError(Exception):
    """The guard would not pause, or would not see why it should; no heartbeat is counted."""


def handler(_event: object, _context: object) -> None:
    """Counts a heartbeat, who is paused, and who sends although an alarm says they should not."""
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=3, read_timeout=150)
    functions, cloudwatch = boto3.client("lambda", config=patient), boto3.client("cloudwatch", config=patient)
    guard = os.environ["GUARD"]
    senders: list[dict[str, Any]] = _ask(functions, {"heartbeat": True})["senders"]
    failed = _drill(functions, cloudwatch) or _forbidden(patient)
    dry_run = os.environ["DRY_RUN"] == "yes"
    alarms = _pausing(cloudwatch)
    missed = set() if dry_run else {one["sender"] for one in senders if one["sends"] and _due(one, alarms)}
    unarmed = [rate for one in senders for rate in _unarmed(one, alarms)]
    blind = [one["sender"] for one in senders if one["blind"]]
    data = [_datum("SendingInAlarm", len(missed), Guard=guard)]
    data += [_datum("Paused", not one["sends"], Guard=guard, Sender=one["sender"]) for one in senders]
    if not blind and not unarmed and failed is None:
        data.append(_datum("Heartbeat", 1, Guard=guard))
    for start in range(0, len(data), 100):
        cloudwatch.put_metric_data(Namespace=_NAMESPACE, MetricData=data[start : start + 100])
    print(
        json.dumps(
            {"did": "checked", "senders": senders, "missed": sorted(missed), "blind": blind, "drill": failed}
        )
    )
    if failed is not None:
        raise GuardAsleepError(f"the drill failed: {failed}")
    if unarmed:
        raise GuardAsleepError(f"no alarm with its actions on would pause for: {', '.join(unarmed)}")
    if blind:
        raise GuardAsleepError(f"reputation metrics are off, so that no alarm can fire, for: {', '.join(blind)}")


def _drill(functions: LambdaClient, cloudwatch: CloudWatchClient) -> str | None:
    """What went wrong between the drill's alarm and its notice; ``None`` when all went well.

    What is known of the senders is published all the same.
    """
    alarm = os.environ["DRILL_ALARM"]
    try:
        _ask(functions, {"drill": "begin"})
        # An alarm acts when it changes: one that was left in ALARM has to be brought back first.
        for state in ("OK", "ALARM"):
            cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a drill")
        try:
            paused = _is_paused(functions)
        finally:
            cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="the drill is over")
    except Exception as problem:
        return repr(problem)
    return None if paused else f"alarm {alarm} went to ALARM, and long after nothing is paused"


def _forbidden(patient: Config) -> str | None:
    """What IAM has against a pause of the account by the pause function, if that is what the guard pauses."""
    import boto3

    role, action = os.environ["PAUSES_ACCOUNT_AS"], "ses:PutAccountSendingAttributes"
    if not role:
        return None
    try:
        answer = boto3.client("iam", config=patient).simulate_principal_policy(
            PolicySourceArn=role, ActionNames=[action]
        )
    except Exception as problem:
        return repr(problem)
    said = sorted({one["EvalDecision"] for one in answer["EvaluationResults"]})
    return None if said == ["allowed"] else f"AccessDenied: IAM says {', '.join(said)} of {action} by {role}"


def _is_paused(functions: LambdaClient) -> bool:
    for _ in range(int(os.environ["DRILL_SECONDS"])):
        if _ask(functions, {"drill": "end"})["paused"]:
            return True
        time.sleep(1)
    return False


def _ask(functions: LambdaClient, event: Mapping[str, object]) -> dict[str, Any]:
    """The pause function's answer."""
    answer = functions.invoke(FunctionName=os.environ["PAUSE_FUNCTION"], Payload=json.dumps(event).encode())
    said = answer["Payload"].read().decode()
    if answer.get("FunctionError"):
        raise GuardAsleepError(f"the pause function does not answer: {said}")
    found: dict[str, Any] = json.loads(said)
    return found


def _pausing(cloudwatch: CloudWatchClient) -> list[MetricAlarmTypeDef]:
    """The alarms that invoke the pause function."""
    arn = os.environ["PAUSE_FUNCTION_ARN"]
    pages = cloudwatch.get_paginator("describe_alarms").paginate(ActionPrefix=arn)
    return [alarm for page in pages for alarm in page["MetricAlarms"] if arn in alarm.get("AlarmActions", [])]


def _due(sender: Mapping[str, object], alarms: list[MetricAlarmTypeDef]) -> bool:
    """Whether an alarm that should have paused a sender has been in ALARM for longer than a pause takes."""
    return any(
        alarm["StateValue"] == "ALARM" and datetime.now(UTC) - _since(alarm) > _GRACE
        for alarm in alarms
        if sender["set"] in dict(_rates(alarm)).values()
    )


def _unarmed(sender: Mapping[str, object], alarms: list[MetricAlarmTypeDef]) -> list[str]:
    """The rates of a sender that no alarm would pause it for: deleted, or its actions switched off."""
    armed = {rate for alarm in alarms if alarm.get("ActionsEnabled", True) for rate in _rates(alarm)}
    return [f"{name} of {sender['sender']}" for name in _RATES if (name, sender["set"]) not in armed]


def _since(alarm: MetricAlarmTypeDef) -> datetime:
    return alarm.get("StateTransitionedTimestamp") or alarm["StateUpdatedTimestamp"]


def _rates(alarm: MetricAlarmTypeDef) -> list[tuple[str, str | None]]:
    """The rates that an alarm watches, each with its configuration set; ``None`` for the account."""
    watched: list[Any] = [
        alarm,
        *(line.get("MetricStat", {}).get("Metric", {}) for line in alarm.get("Metrics", [])),
    ]
    return [
        (metric["MetricName"], next((str(one["Value"]) for one in metric.get("Dimensions", [])), None))
        for metric in watched
        if metric.get("MetricName") in _RATES
    ]


def _datum(name: str, value: float, **dimensions: str) -> MetricDatumTypeDef:
    named = [{"Name": key, "Value": text} for key, text in dimensions.items()]
    return {"MetricName": name, "Value": float(value), "Dimensions": named}  # type: ignore[typeddict-item]

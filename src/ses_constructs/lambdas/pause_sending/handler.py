"""Pauses sending when a reputation alarm fires: of the account, or of a configuration set on the list."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

_RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")
_DIMENSION = "ses:configuration-set"


class Context(Protocol):
    """What Lambda tells about an invocation."""

    function_name: str
    aws_request_id: str


class PauseFailedError(Exception):
    """Mail may still be flowing, or nobody was told. Lambda tries again, then keeps the event in the queue."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What this guard may pause, whom it tells, where its alarms live, and how to resume."""

    account: bool
    sets: frozenset[str]
    topic: str
    alarms: str
    resume_command: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """From the function's environment, where nothing may be missing."""
        return cls(
            account=environment["GUARDED_ACCOUNT"] == "yes",
            sets=frozenset(environment["GUARDED_SETS"].split(",")) - {""},
            topic=environment["OPERATORS_TOPIC"],
            alarms=environment["ALARMS"],
            resume_command=environment["RESUME_COMMAND"],
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """To pause a set, or the account (``None``); ``ignored`` says why not to, when that is the decision."""

    alarm: str
    ignored: str | None = None
    configuration_set: str | None = None
    facts: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What is paused, for people."""
        return "the account" if self.configuration_set is None else f"configuration set {self.configuration_set}"


def decide(event: object, settings: Settings) -> list[Decision]:
    """One decision for each alarm in the event: an SNS message, a direct alarm action or an EventBridge event."""
    decisions = []
    for record in _items(_at(event, "Records")):
        message = _parsed(_at(record, "Sns", "Message"))
        trigger = _at(message, "Trigger")
        state = {"value": _at(message, "NewStateValue"), "reason": _at(message, "NewStateReason")}
        state |= {"timestamp": _at(message, "StateChangeTime"), "threshold": _at(trigger, "Threshold")}
        metrics = [trigger, *_queried(_at(trigger, "Metrics"), settings)]
        decisions.append(_judge(_at(message, "AlarmName"), _at(message, "AlarmArn"), state, metrics, settings))
    if _at(event, "source") == "aws.cloudwatch":
        direct = (_at(event, "alarmData"), _at(event, "alarmArn"))
        changed = _at(event, "detail-type") == "CloudWatch Alarm State Change"
        alarm, arn = (_at(event, "detail"), _at(event, "resources", 0)) if changed else direct
        metrics = list(_queried(_at(alarm, "configuration", "metrics"), settings))
        decisions.append(_judge(_at(alarm, "alarmName"), arn, _at(alarm, "state"), metrics, settings))
    return decisions or [Decision("none", ignored="the event holds no alarm")]


def handler(event: object, context: Context) -> None:
    """Carries out every decision; raises at the end if one failed."""
    settings = Settings.read(os.environ)
    failures = []
    for decision in decide(event, settings):
        if decision.ignored is not None:
            _log(did="nothing", alarm=decision.alarm, why=decision.ignored)
            continue
        try:
            _pause(decision, settings, context)
        except Exception as problem:  # the event's other alarms come first, then all failures are raised
            _log(did="failed", alarm=decision.alarm, what=decision.title, why=repr(problem))
            failures.append(f"{decision.title}: {problem!r}")
    if failures:
        raise PauseFailedError("; ".join(failures))


def _judge(name: object, arn: object, state: object, metrics: list[object], settings: Settings) -> Decision:
    alarm = str(name)
    if _at(state, "value") != "ALARM":
        return Decision(alarm, ignored=f"its state is {_at(state, 'value')}")
    if arn is not None and not str(arn).startswith(settings.alarms):
        return Decision(alarm, ignored="it belongs to another account or region")
    watched = [found for found in map(_sender, metrics) if found is not None]
    if len({sender for _, sender in watched}) != 1:
        return Decision(alarm, ignored="it does not watch the reputation of one sender")
    rate, sender = watched[0]
    if not settings.account if sender is None else sender not in settings.sets:
        return Decision(alarm, ignored=f"{sender or 'the account'} is not guarded here")
    evaluation = _parsed(_at(state, "reasonData"))
    facts = {
        "Metric": rate,
        "Value": _at(evaluation, "recentDatapoints", -1),
        "Threshold": _at(evaluation, "threshold") or _at(state, "threshold"),
        "Reason": _at(state, "reason"),
        "Time": _at(state, "timestamp"),
    }
    told = tuple(f"{label}: {fact}" for label, fact in facts.items() if fact is not None)
    return Decision(alarm, configuration_set=sender, facts=told)


def _queried(queries: object, settings: Settings) -> Iterator[object]:
    """The metrics of an alarm's queries, in the spelling of either shape, other accounts' left out."""
    for query in _items(queries):
        account = _at(query, "accountId") or _at(query, "AccountId")
        if account is None or account == settings.alarms.split(":")[4]:
            yield _at(query, "metricStat", "metric") or _at(query, "MetricStat", "Metric")


def _sender(metric: object) -> tuple[str, str | None] | None:
    """The rate and whose it is (a set's, or ``None`` for the account's) if it is a reputation metric of SES."""
    rate = _at(metric, "name") or _at(metric, "MetricName")
    if (_at(metric, "namespace") or _at(metric, "Namespace")) != "AWS/SES" or rate not in _RATES:
        return None
    dimensions = _at(metric, "dimensions") or _at(metric, "Dimensions") or {}
    if isinstance(dimensions, list):
        dimensions = {str(_at(one, "name")): _at(one, "value") for one in dimensions}
    if dimensions == {}:
        return str(rate), None
    name = _at(dimensions, _DIMENSION)
    return (str(rate), name) if dimensions == {_DIMENSION: name} and isinstance(name, str) else None


def _at(value: object, *path: str | int) -> object:
    """What lies at a path of any JSON; ``None`` where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and value:
            value = value[step]
        else:
            return None
    return value


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _parsed(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _pause(decision: Decision, settings: Settings, context: Context) -> None:
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    ses = boto3.client("sesv2", config=patient)
    paused_before = _is_paused(ses, decision)
    if not paused_before:
        _stop(ses, decision)
    # Told even when paused before: that may be an earlier attempt at this very event, whose notice failed.
    boto3.client("sns", config=patient).publish(
        TopicArn=settings.topic,
        Subject=f"Sending paused: {decision.title}"[:100],
        Message=_notice(decision, settings, context, paused_before=paused_before),
    )
    _log(did="paused", alarm=decision.alarm, what=decision.title, paused_before=paused_before)


def _is_paused(ses: SESV2Client, decision: Decision) -> bool:
    try:
        return not _sends(ses, decision)
    except Exception as problem:  # a state that cannot be read is no reason not to pause
        _log(did="could not read the state", what=decision.title, why=repr(problem))
        return False


def _stop(ses: SESV2Client, decision: Decision) -> None:
    if decision.configuration_set is None:
        ses.put_account_sending_attributes(SendingEnabled=False)
    else:
        name = decision.configuration_set
        ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=False)
    if _sends(ses, decision):
        raise PauseFailedError("SES took the pause, and still sends")


def _sends(ses: SESV2Client, decision: Decision) -> bool:
    if decision.configuration_set is None:
        return ses.get_account().get("SendingEnabled") is not False
    answer = ses.get_configuration_set(ConfigurationSetName=decision.configuration_set)
    return answer.get("SendingOptions", {}).get("SendingEnabled") is not False


def _notice(decision: Decision, settings: Settings, context: Context, *, paused_before: bool) -> str:
    region = settings.alarms.split(":")[3]
    before = " It was so already when this alarm was dealt with." if paused_before else ""
    lines = [
        f"Amazon SES sending of {decision.title} in {region} is paused.{before}",
        "",
        f"Paused by: function {context.function_name}, request {context.aws_request_id}",
        f"Alarm: {decision.alarm}",
        *decision.facts,
        "",
        "When the cause is gone, resume:",
        settings.resume_command.replace("<target>", decision.configuration_set or "account"),
    ]
    return "\n".join(lines)


def _log(**line: object) -> None:
    print(json.dumps(line))

"""Pauses sending when a reputation alarm fires: of the account, of a set on the list, or of the set's tenant."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

_RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")
_DIMENSION = "ses:configuration-set"
_TOO_OLD = "this runtime's boto3 does not know tenants\n  fix: give the function a layer with a newer one"


class Context(Protocol):
    """What Lambda tells about an invocation."""

    function_name: str
    aws_request_id: str


class PauseFailedError(Exception):
    """Mail may still be flowing, or nobody was told. Lambda tries again, then keeps the event in the queue."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be paused (``tenants``: ARNs, by the set they stand in for), who is told, how to resume."""

    account: bool
    sets: frozenset[str]
    tenants: Mapping[str, str]
    topic: str
    alarms: str
    resume_command: str
    runbook: str
    dry_run: bool
    confirm: bool

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """From the function's environment, where nothing may be missing."""
        return cls(
            account=environment["GUARDED_ACCOUNT"] == "yes",
            sets=frozenset(environment["GUARDED_SETS"].split(",")) - {""},
            tenants=dict(pair.split("=", 1) for pair in environment["GUARDED_TENANTS"].split(",") if pair),
            topic=environment["OPERATORS_TOPIC"],
            alarms=environment["ALARMS"],
            resume_command=environment["RESUME_COMMAND"],
            runbook=environment["RUNBOOK"],
            dry_run=environment["DRY_RUN"] == "yes",
            confirm=environment["CONFIRM"] == "yes",
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """To pause a set, its tenant, or the account (no set); ``ignored`` says why not to, when that is decided."""

    alarm: str
    ignored: str | None = None
    configuration_set: str | None = None
    tenant: str | None = None
    facts: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """What the resume function calls it; an ARN of a tenant ends in name and id."""
        return self.tenant.split("/")[1] if self.tenant is not None else self.configuration_set or "account"

    @property
    def title(self) -> str:
        """What is paused, for people."""
        if self.configuration_set is None:
            return "the account"
        return f"tenant {self.target}" if self.tenant is not None else f"configuration set {self.target}"


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


def handler(event: object, context: Context) -> object:
    """Carries out every decision; raises at the end if one failed. A heartbeat goes all the way but the last."""
    settings = Settings.read(os.environ)
    if _at(event, "heartbeat") is True:
        return _beat(settings)
    failures = []
    for decision in decide(event, settings):
        if decision.ignored is not None:
            _log(did="nothing", alarm=decision.alarm, why=decision.ignored)
            continue
        try:
            _carry_out(decision, settings, context)
        except Exception as problem:  # the event's other alarms come first, then all failures are raised
            _log(did="failed", alarm=decision.alarm, what=decision.title, why=repr(problem))
            failures.append(f"{decision.title}: {problem!r}")
    if failures:
        raise PauseFailedError("; ".join(failures))
    return None


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
    return Decision(alarm, None, sender, settings.tenants.get(sender or ""), told)


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
        spelt = [
            {str(key).lower(): text for key, text in one.items()} for one in dimensions if isinstance(one, dict)
        ]
        dimensions = {str(one.get("name")): one.get("value") for one in spelt}
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


def _client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    return boto3.client(service, config=patient)  # type: ignore[call-overload]


def _carry_out(decision: Decision, settings: Settings, context: Context) -> None:
    if settings.confirm and not _confirmed(decision):
        _log(did="nothing", alarm=decision.alarm, why="CloudWatch does not say that this alarm is in ALARM")
        return
    ses: SESV2Client = _client("sesv2")
    paused_before = _is_paused(ses, decision)
    if not paused_before and not settings.dry_run:
        _stop(ses, decision)
    # Written down before anybody is told, for a notice may fail. The log group outlives the stack.
    did, by, why = ("would have " if settings.dry_run else "") + "paused", context.aws_request_id, decision.facts
    _log(did=did, alarm=decision.alarm, what=decision.title, paused_before=paused_before, by=by, why=why)
    # Told even when paused before: that may be an earlier attempt at this very event, whose notice failed.
    _client("sns").publish(
        TopicArn=settings.topic,
        Subject=f"Sending {'would be paused' if settings.dry_run else 'paused'}: {decision.title}"[:100],
        Message=_notice(decision, settings, context, paused_before=paused_before),
    )


def _confirmed(decision: Decision) -> bool:
    """Whether CloudWatch has this alarm in ALARM, about this sender; an alarm that cannot be asked is believed."""
    try:
        found = _client("cloudwatch").describe_alarms(AlarmNames=[decision.alarm])["MetricAlarms"]
    except Exception as problem:
        _log(did="could not confirm", alarm=decision.alarm, why=repr(problem))
        return True
    for alarm in found:
        metrics = [alarm, *(_at(query, "MetricStat", "Metric") for query in _items(alarm.get("Metrics")))]
        senders = {sender[1] for sender in map(_sender, metrics) if sender is not None}
        return alarm["StateValue"] == "ALARM" and senders == {decision.configuration_set}
    return False


def _beat(settings: Settings) -> dict[str, object]:
    """Reads what a pause would read and finds the topic; what fails, fails as a pause would."""
    ses: SESV2Client = _client("sesv2")
    senders = []
    for name in [None] if settings.account else sorted(settings.sets):
        one = Decision("none", None, name, settings.tenants.get(name or ""))
        sends, blind = _sends(ses, one), False
        if one.configuration_set is not None:
            answer = ses.get_configuration_set(ConfigurationSetName=one.configuration_set)
            blind = not answer.get("ReputationOptions", {}).get("ReputationMetricsEnabled")
        senders.append({"sender": one.target, "what": one.title, "set": name, "sends": sends, "blind": blind})
    _client("sns").get_topic_attributes(TopicArn=settings.topic)
    if settings.confirm:  # a pause believes an alarm that it cannot ask, so this is where one hears of it
        _client("cloudwatch").describe_alarms(MaxRecords=1)
    return {"senders": senders}


def _is_paused(ses: SESV2Client, decision: Decision) -> bool:
    try:
        return not _sends(ses, decision)
    except Exception as problem:  # a state that cannot be read is no reason not to pause
        _log(did="could not read the state", what=decision.title, why=repr(problem))
        return False


def _stop(ses: SESV2Client, decision: Decision) -> None:
    if decision.tenant is not None:
        if not hasattr(ses, "update_reputation_entity_customer_managed_status"):
            raise PauseFailedError(_TOO_OLD)
        ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=decision.tenant, SendingStatus="DISABLED"
        )
    elif decision.configuration_set is None:
        ses.put_account_sending_attributes(SendingEnabled=False)
    else:
        name = decision.configuration_set
        ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=False)
    if _sends(ses, decision):
        raise PauseFailedError("SES took the pause, and still sends")


def _sends(ses: SESV2Client, decision: Decision) -> bool:
    if decision.tenant is not None:
        if not hasattr(ses, "get_reputation_entity"):
            raise PauseFailedError(_TOO_OLD)
        reference = decision.tenant
        found = ses.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=reference)
        return found["ReputationEntity"].get("SendingStatusAggregate") != "DISABLED"
    if decision.configuration_set is None:
        return ses.get_account().get("SendingEnabled") is not False
    answer = ses.get_configuration_set(ConfigurationSetName=decision.configuration_set)
    return answer.get("SendingOptions", {}).get("SendingEnabled") is not False


def _notice(decision: Decision, settings: Settings, context: Context, *, paused_before: bool) -> str:
    done = "would be paused: the guard is in its dry run" if settings.dry_run else "is paused"
    before = " It was so already when this alarm was dealt with." if paused_before else ""
    how = settings.resume_command.replace("<target>", decision.target)
    first = f"Amazon SES sending of {decision.title} in {settings.alarms.split(':')[3]} {done}.{before}\n"
    by = f"Paused by: function {context.function_name}, request {context.aws_request_id}"
    told = [first, by, f"Alarm: {decision.alarm}", f"Scope: {decision.title}", *decision.facts]
    return "\n".join([*told, f"\nWhen the cause is gone, resume:\n{how}\n\nRunbook: {settings.runbook}"])


def _log(**line: object) -> None:
    print(json.dumps(line))

"""Pauses sending when a reputation alarm fires: of the account, of a set on the list, or of the set's tenant.

A heartbeat reads what a pause would. A drill goes the whole way: its own alarm fires, and its own set, with which
nobody sends, is paused and switched on again; its notices go to a topic of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from ses_constructs.facts.alarm_events import ToldAlarm, alarms_in, at, rates_of

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sesv2.type_defs import ReputationEntityTypeDef

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
    drill_set: str
    drill_tenant: str
    drill_topic: str

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
            drill_set=environment["DRILL_SET"],
            drill_tenant=environment["DRILL_TENANT"],
            drill_topic=environment["DRILL_TOPIC"],
        )

    @property
    def drill(self) -> Decision:
        """To pause the guard's own set, or its own tenant."""
        return Decision("drill", None, self.drill_set, self.drill_tenant or None, drill=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """To pause a set, its tenant, or the account (no set); ``ignored`` says why not to, when that is decided."""

    alarm: str
    ignored: str | None = None
    configuration_set: str | None = None
    tenant: str | None = None
    facts: tuple[str, ...] = ()
    drill: bool = False

    @property
    def target(self) -> str:
        """What the resume function calls it; an ARN of a tenant ends in name and id."""
        return self.tenant.split("/")[1] if self.tenant is not None else self.configuration_set or "account"

    @property
    def title(self) -> str:
        """What is paused, for people."""
        if self.drill:
            return "the guard's own drill"
        if self.configuration_set is None:
            return "the account"
        return f"tenant {self.target}" if self.tenant is not None else f"configuration set {self.target}"


def decide(event: object, settings: Settings) -> list[Decision]:
    """One decision for each alarm in the event: an SNS message, a direct alarm action or an EventBridge event."""
    decisions = [_judge(alarm, settings) for alarm in alarms_in(event)]
    return decisions or [Decision("none", ignored="the event holds no alarm")]


def handler(event: object, context: Context) -> object:
    """Carries out every decision; raises at the end if one failed. A heartbeat reads, a drill pauses the drill."""
    settings = Settings.read(os.environ)
    if at(event, "heartbeat") is True:
        return _beat(settings)
    if at(event, "drill") in ("begin", "end"):
        return _drill(settings, context, ends=at(event, "drill") == "end")
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


def _judge(alarm: ToldAlarm, settings: Settings) -> Decision:
    if alarm.state != "ALARM":
        return Decision(alarm.name, ignored=f"its state is {alarm.state}")
    if alarm.arn is not None and not alarm.arn.startswith(settings.alarms):
        return Decision(alarm.name, ignored="it belongs to another account or region")
    own = settings.alarms.split(":")[4]
    rates = [rate for rate in alarm.rates if rate.account in (None, own)]
    if len({rate.sender for rate in rates}) != 1:
        return Decision(alarm.name, ignored="it does not watch the reputation of one sender")
    sender = rates[0].sender
    drill = sender == settings.drill_set
    if not drill and (not settings.account if sender is None else sender not in settings.sets):
        return Decision(alarm.name, ignored=f"{sender or 'the account'} is not guarded here")
    told = alarm.lines(rates[0])
    tenant = (settings.drill_tenant or None) if drill else settings.tenants.get(sender or "")
    return Decision(alarm.name, None, sender, tenant, told, drill)


def _client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    patient = Config(retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=3, read_timeout=5)
    return boto3.client(service, config=patient)  # type: ignore[call-overload]


def _carry_out(decision: Decision, settings: Settings, context: Context) -> None:
    if settings.confirm and not _confirmed(decision):
        _log(did="nothing", alarm=decision.alarm, why="CloudWatch does not say that this alarm is in ALARM")
        return
    dry = settings.dry_run and not decision.drill
    ses: SESV2Client = _client("sesv2")
    paused_before = _is_paused(ses, decision)
    if not paused_before and not dry:
        _switch(ses, decision, on=False)
    # Written down before anybody is told, for a notice may fail. The log group outlives the stack.
    did = "drilled" if decision.drill else "would have paused" if dry else "paused"
    by, why = context.aws_request_id, decision.facts
    _log(did=did, alarm=decision.alarm, what=decision.title, paused_before=paused_before, by=by, why=why)
    # Told even when paused before: that may be an earlier attempt at this very event, whose notice failed.
    _client("sns").publish(
        TopicArn=settings.drill_topic if decision.drill else settings.topic,
        Subject=f"Sending {'would be paused' if dry else 'paused'}: {decision.title}"[:100],
        Message=_notice(decision, settings, context, paused_before=paused_before, dry=dry),
    )


def _confirmed(decision: Decision) -> bool:
    """Whether CloudWatch has this alarm in ALARM, about this sender; an alarm that cannot be asked is believed."""
    try:
        found = _client("cloudwatch").describe_alarms(AlarmNames=[decision.alarm])["MetricAlarms"]
    except Exception as problem:
        _log(did="could not confirm", alarm=decision.alarm, why=repr(problem))
        return True
    senders = [{rate.sender for rate in rates_of(alarm)} for alarm in found]
    return senders[:1] == [{decision.configuration_set}] and found[0]["StateValue"] == "ALARM"


def _beat(settings: Settings) -> dict[str, object]:
    """Reads what a pause would read and finds the topic; what fails, fails as a pause would."""
    ses: SESV2Client = _client("sesv2")
    senders = []
    for name in [None] if settings.account else sorted(settings.sets):
        one = Decision("none", None, name, settings.tenants.get(name or ""))
        sends, blind, resumed, switched = _sends(ses, one), False, None, None
        if one.tenant is not None:
            switched = _entity(ses, one.tenant).get("CustomerManagedStatus", {}).get("LastUpdatedTimestamp")
        if name is not None:
            options = ses.get_configuration_set(ConfigurationSetName=name).get("ReputationOptions", {})
            # A set's rates start afresh when it is switched on again.
            blind, resumed = not options.get("ReputationMetricsEnabled"), options.get("LastFreshStart")
        what = {"sender": one.target, "what": one.title, "set": name, "sends": sends, "blind": blind}
        senders.append({**what, "resumed": _written(resumed), "switched": _written(switched)})
    _client("sns").get_topic_attributes(TopicArn=settings.topic)
    if settings.confirm:  # a pause believes an alarm that it cannot ask, so this is where one hears of it
        _client("cloudwatch").describe_alarms(MaxRecords=1)
    return {"senders": senders}


def _written(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _drill(settings: Settings, context: Context, *, ends: bool) -> dict[str, object]:
    """Switches the drill on, before its alarm is made to fire; afterwards tells whether that has paused it."""
    ses: SESV2Client = _client("sesv2")
    paused = not _sends(ses, settings.drill)
    if paused or not ends:
        _switch(ses, settings.drill, on=True)
    if paused and ends:
        text = f"The drill of function {context.function_name} was paused, and is over. Nobody has to do anything."
        _client("sns").publish(TopicArn=settings.drill_topic, Subject="A drill is over", Message=text)
    return {"paused": paused}


def _is_paused(ses: SESV2Client, decision: Decision) -> bool:
    try:
        return not _sends(ses, decision)
    except Exception as problem:  # a state that cannot be read is no reason not to pause
        _log(did="could not read the state", what=decision.title, why=repr(problem))
        return False


def _switch(ses: SESV2Client, decision: Decision, *, on: bool) -> None:
    """Off for a pause; on for nothing but the drill."""
    assert decision.drill or not on
    if decision.tenant is not None:
        if not hasattr(ses, "update_reputation_entity_customer_managed_status"):
            raise PauseFailedError(_TOO_OLD)
        ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE",
            ReputationEntityReference=decision.tenant,
            SendingStatus="ENABLED" if on else "DISABLED",
        )
    elif decision.configuration_set is None:
        ses.put_account_sending_attributes(SendingEnabled=on)
    else:
        name = decision.configuration_set
        ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=on)
    if _sends(ses, decision) is not on:
        raise PauseFailedError(f"SES took the call, and {'does not send' if on else 'still sends'}")


def _sends(ses: SESV2Client, decision: Decision) -> bool:
    if decision.tenant is not None:
        return _entity(ses, decision.tenant).get("SendingStatusAggregate") != "DISABLED"
    if decision.configuration_set is None:
        return ses.get_account().get("SendingEnabled") is not False
    answer = ses.get_configuration_set(ConfigurationSetName=decision.configuration_set)
    return answer.get("SendingOptions", {}).get("SendingEnabled") is not False


def _entity(ses: SESV2Client, tenant: str) -> ReputationEntityTypeDef:
    if not hasattr(ses, "get_reputation_entity"):
        raise PauseFailedError(_TOO_OLD)
    found = ses.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=tenant)
    return found["ReputationEntity"]


def _notice(decision: Decision, settings: Settings, context: Context, *, paused_before: bool, dry: bool) -> str:
    done = "would be paused: the guard is in its dry run" if dry else "is paused"
    before = " It was so already when this alarm was dealt with." if paused_before else ""
    how = settings.resume_command.replace("<target>", decision.target)
    calm = "This is a drill: nobody has to do anything.\n\n" if decision.drill else ""
    first = f"{calm}Amazon SES sending of {decision.title} in {settings.alarms.split(':')[3]} {done}.{before}\n"
    by = f"Paused by: function {context.function_name}, request {context.aws_request_id}"
    told = [first, by, f"Alarm: {decision.alarm}", f"Scope: {decision.title}", *decision.facts]
    return "\n".join([*told, f"\nWhen the cause is gone, resume:\n{how}\n\nRunbook: {settings.runbook}"])


def _log(**line: object) -> None:
    print(json.dumps(line))

"""The map of what watches: whose reputation, which alarms, what they set off, and what is paused then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ses_constructs.facts.metrics import BOUNCE_RATE
from ses_constructs.review.alarms import (
    PAUSING,
    ReputationAlarm,
    alarm_targets,
    pausing_functions,
    permissions_of,
    reputation_alarms,
    subscribed,
)
from ses_constructs.review.receiving import FUNCTIONS

from .consumers import add_consumers, target_part
from .flow import Arrow, Carries, Flow, FlowBuilder
from .naming import joined, key_of, label_of, name_of, percent, readable
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from ses_constructs.review.template import Assembly, Resource

_ACCOUNT = "account"
_OWN_NAME = "PauseSendingFunction"
"""What this package's guards call their function; the rest is what their author called the guard."""
_DRILL = "DrillSet"
"""How the label of a set ends, with or without strokes, that a guard of this package only drills with."""
_OF_ACCOUNT = tuple(action for action in PAUSING if "Account" in action)
_OF_SET = tuple(action for action in PAUSING if "ConfigurationSet" in action)


def guard_flow(assembly: Assembly) -> Flow:
    """Alarms on bounce and complaint rates, and what they set off."""
    flow = FlowBuilder()
    guards = pausing_functions(assembly)
    for alarm in filter(_is_about_mail, reputation_alarms(assembly)):
        watched = flow.part(_watched(alarm))
        key = flow.part(_alarm(alarm, guards))
        flow.arrow(Arrow(watched, key, Carries.EVENTS, "its rates"))
        _add_targets(flow, assembly, alarm, key, guards)
    for guard, alarms in guards.items():
        _add_pauses(flow, assembly, guard, [one for one in alarms if _is_about_mail(one)])
    return flow.flow()


def _is_about_mail(alarm: ReputationAlarm) -> bool:
    watched = alarm.configuration_set
    return watched is None or not label_of(watched).replace("/", "").endswith(_DRILL)


def _watched(alarm: ReputationAlarm) -> Part:
    resource = alarm.configuration_set
    if resource is not None:
        return Part(key_of(resource), Kind.CONFIGURATION_SET, name_of(resource), "", (), (resource,))
    if not alarm.dimensions:
        return Part(_ACCOUNT, Kind.ACCOUNT, "The whole account", "in this region")
    words = joined(readable(one.get("Value").text) for one in alarm.dimensions) or "known at deployment"
    return Part(f"dimensions\n{words}", Kind.CONFIGURATION_SET, words, "not in these templates")


def _alarm(alarm: ReputationAlarm, guards: dict[Resource, list[ReputationAlarm]]) -> Part:
    what = "bounces" if alarm.rate == BOUNCE_RATE else "complaints"
    threshold = _threshold(alarm)
    line = f"{percent(threshold)} {what}" if threshold is not None else what
    pauses = any(alarm in own for own in guards.values())
    facts = [Fact("From", line), Fact("Then", "pauses sending" if pauses else "tells people")]
    if not alarm.is_direct:
        facts.append(Fact("Counts", "by a formula, such as a least number of messages"))
    title = "Pause alarm" if pauses else "Warning"
    return Part(key_of(alarm.resource), Kind.ALARM, title, line, tuple(facts), (alarm.resource,))


def _threshold(alarm: ReputationAlarm) -> float | None:
    number = alarm.resource.get("Threshold").number
    return number if number is not None and 0 <= number <= 1 else None


def _add_targets(
    flow: FlowBuilder,
    assembly: Assembly,
    alarm: ReputationAlarm,
    key: str,
    guards: dict[Resource, list[ReputationAlarm]],
) -> None:
    for item in alarm.resource.get("AlarmActions").items:
        part, resource = target_part(item)
        if resource in guards and resource is not None:
            part = _guard(resource)
        at = flow.part(part)
        flow.arrow(Arrow(key, at, Carries.ALARM))
        if resource is not None and resource.type not in FUNCTIONS:
            add_consumers(flow, assembly, at, resource)
    for topic in alarm_targets(alarm.resource):
        for function in subscribed(assembly, topic) if topic.type not in FUNCTIONS else ():
            if function in guards:
                flow.arrow(Arrow(key_of(topic), flow.part(_guard(function)), Carries.ALARM))


def _guard(function: Resource) -> Part:
    label = label_of(function)
    title = label.removesuffix(_OWN_NAME) or label
    return Part(key_of(function), Kind.GUARD, title, "pauses sending", (), (function,))


def _add_pauses(flow: FlowBuilder, assembly: Assembly, guard: Resource, alarms: list[ReputationAlarm]) -> None:
    allowed = [one for one in permissions_of(assembly, guard) if one.allows]
    of_account = any(one.covers(action) for one in allowed for action in _OF_ACCOUNT)
    of_set = any(one.covers(action) for one in allowed for action in _OF_SET)
    key = flow.part(_guard(guard))
    sets = dict.fromkeys(alarm.configuration_set for alarm in alarms)
    for resource in sets if of_set else ():
        if resource is not None:
            stop = Part(f"pause\n{key_of(resource)}", Kind.PAUSE, name_of(resource), "stops; other mail goes on")
            flow.arrow(Arrow(key, flow.part(stop), Carries.ALARM))
    if of_account and (not of_set or None in sets):
        stop = Part(f"pause\n{_ACCOUNT}", Kind.PAUSE, "The whole account", "stops, in this region")
        flow.arrow(Arrow(key, flow.part(stop), Carries.ALARM))

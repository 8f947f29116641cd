"""The alarms on mail, and what they set off."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import ALARM, pausing_functions
from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Place, Rule, Severity
from ses_constructs.review.receiving import function_of
from ses_constructs.review.template import Assembly, Resource
from ses_constructs.review.topics import topics_of_ses

_SEE = "Guide: Automatically pausing email sending"
REMOVED = Rule(
    id="alarm-removed",
    severity=Severity.ERROR,
    why="Nobody is told, and nothing is paused, when what it watched goes wrong.",
    cure="Keep it, or check that another alarm watches the same.",
    source=_SEE,
)
LOOSENED = Rule(
    id="alarm-loosened",
    severity=Severity.WARNING,
    why="It fires later, less often or not at all; AWS reviews accounts from 5 % bounces or 0.1 % complaints.",
    cure="Put it back, or write down why it may fire later.",
    source=_SEE,
)
RETOLD = Rule(
    id="alarm-watches-something-else",
    severity=Severity.WARNING,
    why="What it watched until now may be watched by nothing.",
    cure="Check that the old metric still has an alarm.",
    source=_SEE,
)
TIGHTENED = Rule(
    id="alarm-tightened",
    severity=Severity.NOTE,
    why="It fires sooner or more often.",
    cure="Check that it does not fire at once.",
    source=_SEE,
)
UNPAUSED = Rule(
    id="pause-path-removed",
    severity=Severity.ERROR,
    why="A bad rate no longer pauses sending; the next to stop it is AWS, for the whole account.",
    cure="Keep the alarm, its action on the pausing function, and the function's permission to pause.",
    source=_SEE,
)
PAUSED = Rule(
    id="pause-path-added",
    severity=Severity.NOTE,
    why="A bad rate now pauses sending before AWS does it for the whole account.",
    cure="Tell the people on call how to resume.",
    source=_SEE,
)
KINDS = (REMOVED, LOOSENED, RETOLD, TIGHTENED, UNPAUSED, PAUSED)

_NAMESPACES = ("AWS/SES", "SesConstructs")
_LATER = ("EvaluationPeriods", "DatapointsToAlarm", "Period")
_SUBJECT = ("MetricName", "Namespace", "Dimensions", "Statistic", "ExtendedStatistic", "ComparisonOperator")


def changes(pairing: Pairing) -> Iterator[Change]:
    old_parts, new_parts = _parts(pairing.old), _parts(pairing.new)
    for one in pairing.removed:
        if one.type == ALARM and _watches_mail(one, old_parts):
            yield Change(REMOVED, one.place, f"the alarm on {_metric(one)} is gone", before=_metric(one))
    for one, two in pairing.of_type(ALARM):
        if _watches_mail(one, old_parts) or _watches_mail(two, new_parts):
            yield from _compared(pairing, one, two)
    yield from _pauses(pairing)


def _compared(pairing: Pairing, one: Resource, two: Resource) -> Iterator[Change]:
    yield from _threshold(one, two)
    for path in _LATER:
        before, after = one.get(path).number, two.get(path).number
        if before is not None and after is not None and before != after:
            kind = LOOSENED if after > before else TIGHTENED
            text = f"{path} changes from {before:g} to {after:g}"
            yield Change(kind, two.place_of(f"Properties.{path}"), text, before=f"{before:g}", after=f"{after:g}")
    for path in _SUBJECT:
        values = pairing.differs(one, two, path)
        if values is not None:
            text = f"{path} changes from {values[0] or 'nothing'} to {values[1] or 'nothing'}"
            yield Change(RETOLD, two.place_of(f"Properties.{path}"), text, before=values[0], after=values[1])
    if pairing.differs(one, two, "Metrics") is not None:
        yield Change(RETOLD, two.place_of("Properties.Metrics"), "the formula it compares changes")
    yield from _missing_data(one, two)
    yield from _actions(pairing, one, two)


def _threshold(one: Resource, two: Resource) -> Iterator[Change]:
    before, after = one.get("Threshold").number, two.get("Threshold").number
    if before is None or after is None or before == after:
        return
    low = (two.get("ComparisonOperator").literal or "").startswith("LessThan")
    kind = LOOSENED if (after > before) is not low else TIGHTENED
    place = two.place_of("Properties.Threshold")
    text = f"Threshold changes from {before:g} to {after:g}"
    yield Change(kind, place, text, before=f"{before:g}", after=f"{after:g}")


def _missing_data(one: Resource, two: Resource) -> Iterator[Change]:
    before = one.get("TreatMissingData").literal or "missing"
    after = two.get("TreatMissingData").literal or "missing"
    if before == after or two.get("TreatMissingData").hidden or one.get("TreatMissingData").hidden:
        return
    # Of the four, only breaching raises an alarm by itself, and only notBreaching takes one back.
    worse = before == "breaching" or after == "notBreaching"
    text = f"TreatMissingData changes from {before} to {after}"
    place = two.place_of("Properties.TreatMissingData")
    yield Change(LOOSENED if worse else TIGHTENED, place, text, before=before, after=after)


def _actions(pairing: Pairing, one: Resource, two: Resource) -> Iterator[Change]:
    if two.get("ActionsEnabled").flag is False and one.get("ActionsEnabled").flag is not False:
        yield Change(LOOSENED, two.place_of("Properties.ActionsEnabled"), "its actions are switched off")
    if two.get("AlarmActions").complete:
        after = {pairing.spelled(item) for item in two.get("AlarmActions").items}
        before = {pairing.spelled(item, old=True) for item in one.get("AlarmActions").items}
        for action in before - after:
            place = two.place_of("Properties.AlarmActions")
            yield Change(LOOSENED, place, f"it no longer sets off {action}", before=action)


def _pauses(pairing: Pairing) -> Iterator[Change]:
    before, after = _paused_by(pairing, old=True), _paused_by(pairing, old=False)
    for (sender, rate), place in after.items():
        if (sender, rate) not in before:
            yield Change(PAUSED, place, f"a high {rate} of {sender} now pauses sending", after=rate)
    for (sender, rate), place in before.items():
        if (sender, rate) not in after:
            yield Change(UNPAUSED, place, f"a high {rate} of {sender} pauses nothing any more", before=rate)


def _paused_by(pairing: Pairing, *, old: bool) -> dict[tuple[str, str], Place]:
    """Sender and rate of every alarm that reaches a function which may pause."""
    found = {}
    for alarms in pausing_functions(pairing.old if old else pairing.new).values():
        for alarm in alarms:
            if alarm.resource.get("ActionsEnabled").flag is not False:
                named = [pairing.spelled(one.get("Value"), old=old) for one in alarm.dimensions]
                found[", ".join(named) or "the account", alarm.rate] = alarm.resource.place
    return found


def _parts(assembly: Assembly) -> set[Resource]:
    """Functions, topics and queues that alarms watch for the sake of mail."""
    functions = set(pausing_functions(assembly))
    topics = {topic for value in topics_of_ses(assembly) if (topic := value.names("AWS::SNS::Topic")) is not None}
    queues = {
        queue
        for function in functions
        if (queue := function.get("DeadLetterConfig.TargetArn").names("AWS::SQS::Queue")) is not None
    }
    return functions | topics | queues


def _watches_mail(alarm: Resource, parts: set[Resource]) -> bool:
    places = [alarm.properties, *(one.get("MetricStat.Metric") for one in alarm.get("Metrics").items)]
    if any(place.get("Namespace").literal in _NAMESPACES for place in places):
        return True
    for place in places:
        for dimension in place.get("Dimensions").items:
            value = dimension.get("Value")
            if (function_of(value) or value.names("AWS::SNS::Topic", "AWS::SQS::Queue")) in parts:
                return True
    return False


def _metric(alarm: Resource) -> str:
    """Its metric; of a formula, the first that it counts with."""
    inside = (one.get("MetricStat.Metric.MetricName").literal for one in alarm.get("Metrics").items)
    own = alarm.get("MetricName").literal
    return own or next((f"{name}, by a formula" for name in inside if name), "a formula")

"""The function that pauses needs an alarm of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import ALARM, pausing_functions
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import function_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="pause-function-unwatched",
    severity=Severity.WARNING,
    why="When it fails, nobody learns that mail keeps flowing.",
    cure="Add an alarm on its metric Errors, with the operators' topic.",
    source="Guide: Automatically pausing email sending",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    watched = {
        function_of(dimension.get("Value"))
        for alarm in assembly.resources(ALARM)
        if alarm.get("MetricName").literal == "Errors"
        for dimension in alarm.get("Dimensions").items
    }
    unsure = any(alarm.get("Metrics").present for alarm in assembly.resources(ALARM))
    for function in pausing_functions(assembly) if not unsure else ():
        if function not in watched:
            yield RULE.at(function.place, "no alarm watches the errors of the function")

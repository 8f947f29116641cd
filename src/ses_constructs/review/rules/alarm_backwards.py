"""A reputation alarm fires when the rate is high."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-backwards",
    severity=Severity.ERROR,
    why="It is in alarm while all is well, and quiet when mail bounces.",
    cure="Set ComparisonOperator to GreaterThanOrEqualToThreshold.",
    source="Guide: Automatically pausing email sending",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        operator = alarm.resource.get("ComparisonOperator")
        if alarm.is_direct and (operator.literal or "").startswith("LessThan"):
            yield RULE.at(operator.place, f"the comparison is {operator.literal}")

"""Reputation rates are fractions."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-on-percent",
    severity=Severity.ERROR,
    why="5 means 500 %: the alarm never fires, while AWS reviews the account from 0.05 on.",
    cure="Write 0.05 for 5 %.",
    source="Guide: Automatically pausing email sending",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        threshold = alarm.resource.get("Threshold")
        limit = threshold.number
        if alarm.is_direct and limit is not None and not 0 < limit < 1:
            yield RULE.at(threshold.place, f"the threshold of {alarm.rate} is {threshold.literal}")

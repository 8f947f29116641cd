"""Rates are averaged, not added."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-adds-rates",
    severity=Severity.ERROR,
    why="The sum of a rate over a period is several times the rate, and grows with the period.",
    cure="Set Statistic to Average, or Maximum.",
    source="Guide: Creating reputation monitoring alarms",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        statistic = alarm.statistic
        if statistic in ("Sum", "SampleCount"):
            yield RULE.at(alarm.resource.get("Statistic").place, f"the statistic of {alarm.rate} is {statistic}")

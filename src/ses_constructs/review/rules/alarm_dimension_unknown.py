"""Reputation has one dimension, the configuration set."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import metrics as fact_metrics
from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-dimension-unknown",
    severity=Severity.ERROR,
    why="A metric with any other dimension does not exist: the alarm never gets data.",
    cure="Use the dimension ses:configuration-set, or none for the account.",
    source="Guide: Automatically pausing email sending for a configuration set",
)


_NAME = fact_metrics.CONFIGURATION_SET_DIMENSION


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        for dimension in alarm.dimensions:
            name = dimension.get("Name")
            if name.literal is not None and name.literal != _NAME:
                yield RULE.at(name.place, f"the dimension is {name.literal!r}")

"""A reputation alarm ignores gaps."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-flaps",
    severity=Severity.WARNING,
    why=(
        "The metric is published now and then, and not at all while sending is paused: with any other "
        "setting the alarm leaves its state in each gap, and fires again after it."
    ),
    cure="Set TreatMissingData to ignore.",
    source="Guide: Automatically pausing email sending",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        missing = alarm.resource.get("TreatMissingData")
        if missing.absent:
            yield RULE.at(alarm.resource.place, "TreatMissingData is left out, so gaps count as missing")
        elif missing.literal in ("missing", "breaching", "notBreaching"):
            yield RULE.at(missing.place, f"TreatMissingData is {missing.literal}")

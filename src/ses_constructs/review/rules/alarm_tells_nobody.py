"""An alarm must set something off."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-tells-nobody",
    severity=Severity.ERROR,
    why="The rate rises, the alarm turns red on a page nobody looks at, and AWS pauses the account.",
    cure="Add a topic or a function to AlarmActions, and leave ActionsEnabled out.",
    source="Guide: Creating reputation monitoring alarms",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    composites = str([one.body for one in assembly.resources("AWS::CloudWatch::CompositeAlarm")])
    for alarm in reputation_alarms(assembly):
        listed = alarm.resource.get("AlarmActions")
        silent = listed.absent or listed.raw == []
        # Part of a composite alarm: that one speaks.
        if silent and alarm.resource.logical_id not in composites:
            yield RULE.at(alarm.resource.place, "the alarm has no action")
        elif alarm.resource.get("ActionsEnabled").flag is False:
            yield RULE.at(alarm.resource.get("ActionsEnabled").place, "the actions of the alarm are off")

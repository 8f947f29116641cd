"""A template must not switch on what an alarm switched off."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import pausing_functions
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="sending-on-under-guard",
    severity=Severity.WARNING,
    why=("After a pause the next deployment that touches the set resumes sending, whatever the bounce rate is."),
    cure="Leave SendingOptions out.",
    source="Guide: Automatically pausing email sending for a configuration set",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    guards = pausing_functions(assembly)
    guarded = {alarm.configuration_set for alarms in guards.values() for alarm in alarms}
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        enabled = configuration_set.get("SendingOptions.SendingEnabled")
        if enabled.flag is True and configuration_set in guarded:
            yield RULE.at(enabled.place, "the template turns sending on, and an alarm pauses it")

"""An alarm on a configuration set needs the set's reputation metrics."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="reputation-metrics-off",
    severity=Severity.ERROR,
    why=("The metrics are off unless the template turns them on: the alarm never gets data and never fires."),
    cure="Set ReputationOptions.ReputationMetricsEnabled to true.",
    source="Guide: Automatically pausing email sending for a configuration set",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    told = set()
    for alarm in reputation_alarms(assembly):
        configuration_set = alarm.configuration_set
        if configuration_set is None or configuration_set in told:
            continue
        enabled = configuration_set.get("ReputationOptions.ReputationMetricsEnabled")
        if enabled.absent or enabled.flag is False:
            told.add(configuration_set)
            problem = f"alarm {alarm.resource.logical_id} watches the set, whose reputation metrics are off"
            yield RULE.at(configuration_set.place, problem)

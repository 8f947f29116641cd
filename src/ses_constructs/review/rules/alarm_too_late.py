"""An alarm should fire before AWS acts."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import metrics as fact_metrics
from ses_constructs.review.alarms import reputation_alarms
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="alarm-too-late",
    severity=Severity.WARNING,
    why=(
        "At 10 % bounces or 0.5 % complaints AWS may pause the account, so the alarm tells what is known by then."
    ),
    cure="Stay below 0.10 for bounces and 0.005 for complaints; AWS reviews from 0.05 and 0.001 on.",
    source="Guide: Reputation metrics messages",
)


_LIMITS = {
    fact_metrics.BOUNCE_RATE: fact_metrics.AWS_PAUSE_BOUNCE_RATE,
    fact_metrics.COMPLAINT_RATE: fact_metrics.AWS_PAUSE_COMPLAINT_RATE,
}


def check(assembly: Assembly) -> Iterator[Finding]:
    for alarm in reputation_alarms(assembly):
        threshold = alarm.resource.get("Threshold")
        limit = threshold.number
        if alarm.is_direct and limit is not None and _LIMITS[alarm.rate] <= limit < 1:
            yield RULE.at(threshold.place, f"the threshold of {alarm.rate} is {threshold.literal}")

"""A rule on all events of SES hears more than meant."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="event-rule-takes-everything",
    severity=Severity.WARNING,
    why=(
        "Sends, deliveries and the advisor's own events come too: cost, loops when the target sends mail, "
        "and consumers that fail on unknown events."
    ),
    cure='Name the wanted detail-type values, such as "Email Bounced".',
    source="Guide: Monitoring email sending using event publishing, EventBridge",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources("AWS::Events::Rule"):
        pattern = rule.get("EventPattern")
        source = pattern.get("source")
        only_ses = source.raw == ["aws.ses"]
        if only_ses and all(pattern.get(key).absent for key in ("detail-type", "detail", "resources", "account")):
            yield RULE.at(pattern.place, "the pattern is source aws.ses and nothing else")

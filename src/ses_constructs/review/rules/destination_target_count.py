"""A destination has exactly one target."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="destination-target-count",
    severity=Severity.ERROR,
    why=(
        "SES refuses a destination with no target or several, and neither the schema nor cfn-lint says so before."
    ),
    cure=(
        "Give one of CloudWatchDestination, EventBridgeDestination, KinesisFirehoseDestination and "
        "SnsDestination; make a second destination for the second target."
    ),
    source="API: CreateConfigurationSetEventDestination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        settings = destination.settings
        hidden = settings.hidden or any(settings.get(name).hidden for name in destination.targets)
        if not hidden and len(destination.targets) != 1:
            named = ", ".join(destination.targets) or "no target"
            yield RULE.at(settings.place, f"the destination has {named}")

"""A destination publishes only when it is enabled."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="destination-off",
    severity=Severity.WARNING,
    why="It is made and then stays silent; the API's default is off.",
    cure="Set Enabled to true, or remove the destination.",
    source="API: EventDestination (SES, version 1)",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        if destination.is_off and not destination.settings.hidden:
            yield RULE.at(destination.settings.place, "the destination is not enabled")

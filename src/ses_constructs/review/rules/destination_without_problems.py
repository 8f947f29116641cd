"""Who publishes events should publish bounces and complaints."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import destinations, publishes
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="destination-without-problems",
    severity=Severity.WARNING,
    why="The two events that decide over the account's standing reach nobody, while others are published.",
    cure="Add bounce and complaint to an event destination of the set.",
    source="Guide: Monitoring your Amazon SES sending activity",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set, own in destinations(assembly).items():
        missing = [
            event
            for event in (Event.BOUNCE, Event.COMPLAINT)
            if publishes(assembly, configuration_set, event) is False
        ]
        if missing and any(not one.is_off for one in own):
            problem = f"of its {len(own)} destinations none publishes {' and '.join(missing)} events"
            yield RULE.at(configuration_set.place, problem)

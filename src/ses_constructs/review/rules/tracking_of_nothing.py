"""A tracking domain works only with open or click events."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET, destinations, publishes
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="tracking-of-nothing",
    severity=Severity.WARNING,
    why="Nothing is tracked, and the domain's certificate and DNS are kept for nothing.",
    cure="Publish open or click events to a destination, or drop TrackingOptions.",
    source="Guide: Configuring custom domains to handle open and click tracking",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        domain = configuration_set.get("TrackingOptions.CustomRedirectDomain")
        own = destinations(assembly).get(configuration_set, [])
        vdm = configuration_set.get("VdmOptions").present or any(assembly.resources("AWS::SES::VdmAttributes"))
        if domain.absent or domain.hidden or vdm or not own:
            continue
        if all(publishes(assembly, configuration_set, event) is False for event in (Event.OPEN, Event.CLICK)):
            yield RULE.at(domain.place, "no destination publishes open or click events")

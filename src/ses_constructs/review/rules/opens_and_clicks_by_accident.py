"""Open and click events change the mail itself."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET, every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="opens-and-clicks-by-accident",
    severity=Severity.WARNING,
    why=(
        "SES puts a pixel into every mail and rewrites every link, which hurts trust and privacy; a list of"
        " all event types, as aws_ses writes by default, turns that on unasked."
    ),
    cure="Leave open and click out; if tracking is meant, set TrackingOptions with a domain of your own.",
    source="Guide: Metrics FAQ, open and click tracking",
)


_ALL = frozenset(event.value for event in Event)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        configuration_set = destination.resource.get("ConfigurationSetName").names(CONFIGURATION_SET)
        if configuration_set is None or not destination.events >= _ALL:
            continue
        if configuration_set.get("TrackingOptions.CustomRedirectDomain").absent:
            place = destination.settings.get("MatchingEventTypes").place
            yield RULE.at(place, "all event types are published, open and click among them")

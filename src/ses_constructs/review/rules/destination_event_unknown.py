"""Event types have fixed names."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.events import Event
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination, normal_event
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="destination-event-unknown",
    severity=Severity.ERROR,
    why="SES refuses the destination, so the deployment fails; the schema takes any text.",
    cure=(
        "Use send, reject, bounce, complaint, delivery, open, click, renderingFailure, deliveryDelay or "
        "subscription."
    ),
    source="API: EventType (SES, version 2)",
)


_KNOWN = {event.value for event in Event}


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        events = destination.settings.get("MatchingEventTypes")
        if events.raw == []:
            yield RULE.at(events.place, "the destination publishes no event at all")
        for event in events.items:
            if event.literal is not None and normal_event(event.literal) not in _KNOWN:
                yield RULE.at(event.place, f"{event.literal!r} is no event type")

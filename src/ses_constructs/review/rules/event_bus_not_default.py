"""SES publishes to the default event bus only."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="event-bus-not-default",
    severity=Severity.ERROR,
    why="SES refuses any other, so the deployment fails.",
    cure="Name event-bus/default, and forward from there with a rule.",
    source="API: EventBridgeDestination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        bus = destination.settings.get("EventBridgeDestination.EventBusArn")
        own = bus.names("AWS::Events::EventBus") if bus.present else None
        name = bus.shape.rpartition("event-bus/")[2] if "event-bus/" in bus.shape else "default"
        if own is not None or name not in ("default", "*"):
            yield RULE.at(bus.place, f"the bus is {own.logical_id if own is not None else name!r}")

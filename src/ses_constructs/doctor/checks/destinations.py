"""Whether the events of the stack's configuration sets still go where the stack sends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Rule, Severity
from ses_constructs.review.sending import EVENT_DESTINATION, Destination, normal_event

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import EventDestinationTypeDef

_SEE = "Guide: Monitor email sending using Amazon SES event publishing"
MISSING = Rule(
    id="destination-missing",
    severity=Severity.ERROR,
    why="Its events reach nobody.",
    cure="Create it again under the same name, or give it another name in the stack and deploy.",
    source=_SEE,
)
DISABLED = Rule(
    id="destination-disabled",
    severity=Severity.ERROR,
    why="SES drops the events it would have published; they cannot be had later.",
    cure="aws sesv2 update-configuration-set-event-destination with Enabled=true.",
    source=_SEE,
)
DIFFERENT = Rule(
    id="destination-events-differ",
    severity=Severity.WARNING,
    why="Somebody changed it by hand; the stack says otherwise, and does not put it back by itself.",
    cure="Put it back by hand, or change the stack to what is wanted.",
    source=_SEE,
)
RULES = (MISSING, DISABLED, DIFFERENT)


def check(stack: DeployedStack) -> Iterator[Finding]:
    known: dict[str, list[EventDestinationTypeDef]] = {}
    for resource, id in stack.of_type(EVENT_DESTINATION):
        owner = stack.text(resource.get("ConfigurationSetName"))
        if owner is not None:
            if owner not in known:
                known[owner] = _destinations(stack, owner)
            name = stack.text(resource.get("EventDestination.Name")) or id
            yield from _compared(stack, Destination(resource), name, owner, known[owner])


def _compared(
    stack: DeployedStack,
    destination: Destination,
    name: str,
    owner: str,
    known: list[EventDestinationTypeDef],
) -> Iterator[Finding]:
    place = stack.place(name, destination.resource)
    # CloudFormation's id of one without a name holds the name it made up, and the set's.
    found = next((one for one in known if one["Name"] in (name, *name.split("|"))), None)
    if found is None:
        yield MISSING.at(place, f"configuration set {owner} has no destination {name}")
        return
    if not found.get("Enabled") and not destination.is_off:
        yield DISABLED.at(place, f"the destination of configuration set {owner} is switched off")
    published = {normal_event(event) for event in found["MatchingEventTypes"]}
    if destination.is_understood and published != destination.events:
        told, should = ", ".join(sorted(published)), ", ".join(sorted(destination.events))
        yield DIFFERENT.at(place, f"it publishes {told}, and should publish {should}")


def _destinations(stack: DeployedStack, owner: str) -> list[EventDestinationTypeDef]:
    ses = stack.session.client("sesv2")
    try:
        found = ses.get_configuration_set_event_destinations(ConfigurationSetName=owner)
    except ses.exceptions.NotFoundException:
        return []
    return found.get("EventDestinations", [])

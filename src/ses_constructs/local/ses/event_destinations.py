"""Event destinations: what SES accepts as one, and the checks it makes of their targets."""

from __future__ import annotations

from collections.abc import Mapping

from ses_constructs.local.ses import configuration_sets, names
from ses_constructs.local.ses.configuration_set import ConfigurationSet, EventDestination
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import already_exists, bad_request, limit_exceeded, not_found
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.world import TargetRefusedError

_MOST_DESTINATIONS = 10
_MOST_DIMENSIONS = 10
_KINDS = (
    "KinesisFirehoseDestination",
    "CloudWatchDestination",
    "SnsDestination",
    "EventBridgeDestination",
    "PinpointDestination",
)
# Headers that cannot become a CloudWatch dimension (guide, "CloudWatch event destination").
_FORBIDDEN_HEADERS = {"received", "to", "from", "dkim-signature", "cc", "message-id", "return-path"}


def create(state: PlaceState, set_name: str, name: str, definition: Document) -> None:
    """Adds a destination to a configuration set."""
    configuration_set = configuration_sets.require(state, set_name)
    names.check_event_destination(name)
    if name in configuration_set.destinations:
        raise already_exists(
            f"Event destination <{name}> already exists in configuration set <{set_name}>.",
            v1="EventDestinationAlreadyExistsException",
        )
    if len(configuration_set.destinations) >= _MOST_DESTINATIONS:
        raise limit_exceeded(
            f"Configuration set <{set_name}> has {_MOST_DESTINATIONS} event destinations already."
        )
    configuration_set.destinations[name] = _checked(state, configuration_set, name, definition)


def update(state: PlaceState, set_name: str, name: str, definition: Document) -> None:
    """Replaces the definition of a destination."""
    configuration_set = require(state, set_name, name)
    configuration_set.destinations[name] = _checked(state, configuration_set, name, definition)


def delete(state: PlaceState, set_name: str, name: str) -> None:
    """Removes a destination."""
    del require(state, set_name, name).destinations[name]


def require(state: PlaceState, set_name: str, name: str) -> ConfigurationSet:
    """The set that has the destination."""
    configuration_set = configuration_sets.require(state, set_name)
    if name not in configuration_set.destinations:
        raise not_found(
            f"Event destination <{name}> does not exist in configuration set <{set_name}>.",
            v1="EventDestinationDoesNotExistException",
        )
    return configuration_set


def as_document(destination: EventDestination) -> Document:
    """The destination in the shape of SES v2."""
    return {
        "Name": destination.name,
        "Enabled": destination.enabled,
        "MatchingEventTypes": sorted(destination.event_types),
        destination.kind: destination.target,
    }


def _checked(
    state: PlaceState, configuration_set: ConfigurationSet, name: str, definition: Document
) -> EventDestination:
    kinds = [kind for kind in _KINDS if definition.get(kind) is not None]
    if len(kinds) != 1:
        raise bad_request(
            f"Event destination <{name}> needs exactly one target, found {len(kinds)}: {', '.join(kinds) or '-'}."
        )
    if not definition.get("MatchingEventTypes"):
        raise bad_request(f"Event destination <{name}> has no matching event types.")
    kind = kinds[0]
    _check_target(state, configuration_set, kind, definition[kind])
    return EventDestination(
        name,
        bool(definition.get("Enabled", False)),
        frozenset(definition["MatchingEventTypes"]),
        kind,
        definition[kind],
    )


def _check_target(
    state: PlaceState, configuration_set: ConfigurationSet, kind: str, target: Mapping[str, str]
) -> None:
    source = configuration_sets.arn(state, configuration_set.name)
    try:
        if kind == "SnsDestination":
            state.world.check_topic(state.place, target["TopicArn"], source_arn=source)
        elif kind == "KinesisFirehoseDestination":
            stream, role = target["DeliveryStreamArn"], target["IamRoleArn"]
            state.world.check_stream(state.place, stream, role, source_arn=source)
    except TargetRefusedError as error:
        v1 = (
            "InvalidSNSDestinationException" if kind == "SnsDestination" else "InvalidFirehoseDestinationException"
        )
        raise bad_request(str(error), v1=v1) from error
    if kind == "CloudWatchDestination":
        _check_dimensions(dict(target))
    if kind == "EventBridgeDestination":
        _check_bus(state, target["EventBusArn"])


def _check_dimensions(target: Document) -> None:
    dimensions = target.get("DimensionConfigurations") or []
    if not 1 <= len(dimensions) <= _MOST_DIMENSIONS:
        raise bad_request(
            f"A CloudWatch destination needs 1 to {_MOST_DIMENSIONS} dimensions, found {len(dimensions)}.",
            v1="InvalidCloudWatchDestinationException",
        )
    for dimension in dimensions:
        from_header = dimension["DimensionValueSource"] == "EMAIL_HEADER"
        if from_header and dimension["DimensionName"].lower() in _FORBIDDEN_HEADERS:
            raise bad_request(
                f"Header {dimension['DimensionName']} cannot be a CloudWatch dimension.",
                v1="InvalidCloudWatchDestinationException",
            )


def _check_bus(state: PlaceState, bus_arn: str) -> None:
    default = state.place.arn("events", "event-bus/default")
    if bus_arn != default:
        raise bad_request(f"Only the default event bus can be a destination ({default}), not {bus_arn}.")

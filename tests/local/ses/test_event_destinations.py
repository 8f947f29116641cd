"""What SES accepts as an event destination."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ses_constructs.local.ses import configuration_sets, event_destinations
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import FakeWorld

SNS: dict[str, Any] = {"MatchingEventTypes": ["SEND"], "SnsDestination": {"TopicArn": "t"}}


def dimension(name: str, source: str = "MESSAGE_TAG") -> dict[str, str]:
    return {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": "x"}


@pytest.fixture(autouse=True)
def news(state: PlaceState) -> None:
    configuration_sets.create(state, "news", {})


def refusal(state: PlaceState, definition: dict[str, Any]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        event_destinations.create(state, "news", "to", definition)
    assert state.configuration_sets["news"].destinations == {}
    return caught.value


def test_ten_destinations_are_enough(state: PlaceState) -> None:
    for number in range(10):
        event_destinations.create(state, "news", f"to{number}", SNS)
    with pytest.raises(RefusedError) as caught:
        event_destinations.create(state, "news", "one-more", SNS)
    assert caught.value.code == "LimitExceededException"


def test_a_destination_has_exactly_one_target(state: PlaceState) -> None:
    bus = {"EventBusArn": state.place.arn("events", "event-bus/default")}
    assert "found 0" in str(refusal(state, {"MatchingEventTypes": ["SEND"]}))
    assert "found 2" in str(refusal(state, SNS | {"EventBridgeDestination": bus}))


def test_a_destination_wants_events(state: PlaceState) -> None:
    assert "no matching event types" in str(refusal(state, SNS | {"MatchingEventTypes": []}))


def test_a_topic_that_does_not_let_ses_in_is_refused(state: PlaceState, world: FakeWorld) -> None:
    world.refused["t"] = "the policy of t says no"
    caught = refusal(state, SNS)
    assert (str(caught), caught.v1) == ("the policy of t says no", "InvalidSNSDestinationException")


def test_a_stream_that_does_not_let_ses_in_is_refused(state: PlaceState, world: FakeWorld) -> None:
    world.refused["s"] = "the role does not trust SES"
    target = {"DeliveryStreamArn": "s", "IamRoleArn": "r"}
    caught = refusal(state, {"MatchingEventTypes": ["SEND"], "KinesisFirehoseDestination": target})
    assert caught.v1 == "InvalidFirehoseDestinationException"


def test_only_the_default_bus_will_do(state: PlaceState) -> None:
    bus = {"EventBusArn": state.place.arn("events", "event-bus/other")}
    caught = refusal(state, {"MatchingEventTypes": ["SEND"], "EventBridgeDestination": bus})
    assert "Only the default event bus" in str(caught)


@pytest.mark.parametrize("count", [0, 11])
def test_dimensions_are_one_to_ten(state: PlaceState, count: int) -> None:
    target = {"DimensionConfigurations": [dimension(f"d{number}") for number in range(count)]}
    caught = refusal(state, {"MatchingEventTypes": ["SEND"], "CloudWatchDestination": target})
    assert f"found {count}" in str(caught)


@pytest.mark.parametrize("header", ["To", "received", "DKIM-Signature"])
def test_some_headers_cannot_be_dimensions(state: PlaceState, header: str) -> None:
    target = {"DimensionConfigurations": [dimension(header, "EMAIL_HEADER")]}
    caught = refusal(state, {"MatchingEventTypes": ["SEND"], "CloudWatchDestination": target})
    assert caught.v1 == "InvalidCloudWatchDestinationException"


def test_an_update_is_checked_like_a_creation(state: PlaceState, world: FakeWorld) -> None:
    event_destinations.create(state, "news", "to", SNS | {"Enabled": True})
    world.refused["u"] = "no"
    with pytest.raises(RefusedError, match="no"):
        event_destinations.update(state, "news", "to", SNS | {"SnsDestination": {"TopicArn": "u"}})
    shown = event_destinations.as_document(state.configuration_sets["news"].destinations["to"])
    assert shown == {"Name": "to", "Enabled": True, **SNS}


def test_what_is_not_there_cannot_be_changed(state: PlaceState) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: event_destinations.update(state, "news", "none", SNS),
        lambda: event_destinations.delete(state, "news", "none"),
        lambda: event_destinations.delete(state, "none", "none"),
    )
    for change in changes:
        with pytest.raises(RefusedError, match="does not exist"):
            change()

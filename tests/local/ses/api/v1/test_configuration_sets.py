"""Configuration sets in v1."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.ses.aws import Account, FakeWorld

EVERYTHING = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]


@pytest.fixture
def owner(account: Account) -> Account:
    account.v1.create_configuration_set(ConfigurationSet={"Name": "news"})
    return account


def described(owner: Account, *names: str) -> dict[str, Any]:
    found = owner.v1.describe_configuration_set(
        ConfigurationSetName="news", ConfigurationSetAttributeNames=list(names)
    )
    found.pop("ResponseMetadata")
    return dict(found)


def test_only_the_attributes_asked_for_are_described(owner: Account) -> None:
    assert described(owner) == {"ConfigurationSet": {"Name": "news"}}
    assert described(owner, "reputationOptions")["ReputationOptions"] == {
        "SendingEnabled": True,
        "ReputationMetricsEnabled": False,
    }


def test_switches_are_read_back_in_both_versions(owner: Account) -> None:
    owner.v1.update_configuration_set_sending_enabled(ConfigurationSetName="news", Enabled=False)
    owner.v1.update_configuration_set_reputation_metrics_enabled(ConfigurationSetName="news", Enabled=True)
    owner.v1.put_configuration_set_delivery_options(
        ConfigurationSetName="news", DeliveryOptions={"TlsPolicy": "Require"}
    )
    found = described(owner, *EVERYTHING)
    assert found["ReputationOptions"] == {"SendingEnabled": False, "ReputationMetricsEnabled": True}
    assert found["DeliveryOptions"] == {"TlsPolicy": "Require"}
    assert owner.v2.get_configuration_set(ConfigurationSetName="news")["DeliveryOptions"] == {
        "TlsPolicy": "REQUIRE"
    }


DESTINATIONS: list[dict[str, Any]] = [
    {"SNSDestination": {"TopicARN": "t"}},
    {"KinesisFirehoseDestination": {"IAMRoleARN": "r", "DeliveryStreamARN": "s"}},
    {
        "CloudWatchDestination": {
            "DimensionConfigurations": [
                {
                    "DimensionName": "n",
                    "DimensionValueSource": "messageTag",
                    "DefaultDimensionValue": "d",
                }
            ]
        }
    },
]


@pytest.mark.parametrize("target", DESTINATIONS)
def test_destinations_are_read_back(owner: Account, target: dict[str, Any]) -> None:
    definition = {"Name": "to", "Enabled": True, "MatchingEventTypes": ["bounce", "renderingFailure"], **target}
    owner.v1.create_configuration_set_event_destination(ConfigurationSetName="news", EventDestination=definition)
    assert described(owner, "eventDestinations")["EventDestinations"] == [definition]
    changed = definition | {"Enabled": False}
    owner.v1.update_configuration_set_event_destination(ConfigurationSetName="news", EventDestination=changed)
    assert described(owner, "eventDestinations")["EventDestinations"] == [changed]
    owner.v1.delete_configuration_set_event_destination(ConfigurationSetName="news", EventDestinationName="to")
    with pytest.raises(owner.v1.exceptions.EventDestinationDoesNotExistException):
        owner.v1.delete_configuration_set_event_destination(ConfigurationSetName="news", EventDestinationName="to")


def test_destinations_that_v1_does_not_know_are_left_out(owner: Account) -> None:
    bus = {"EventBusArn": owner.place.arn("events", "event-bus/default")}
    owner.v2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="bus",
        EventDestination={"MatchingEventTypes": ["SEND"], "EventBridgeDestination": bus},
    )
    assert described(owner, "eventDestinations")["EventDestinations"] == []


def test_refusals_are_the_exceptions_of_v1(owner: Account, world: FakeWorld) -> None:
    errors = owner.v1.exceptions
    with pytest.raises(errors.ConfigurationSetAlreadyExistsException):
        owner.v1.create_configuration_set(ConfigurationSet={"Name": "news"})
    with pytest.raises(errors.ConfigurationSetDoesNotExistException):
        owner.v1.delete_configuration_set(ConfigurationSetName="none")
    world.refused["t"] = world.refused["s"] = "no"
    for target, error in (
        (DESTINATIONS[0], errors.InvalidSNSDestinationException),
        (DESTINATIONS[1], errors.InvalidFirehoseDestinationException),
    ):
        with pytest.raises(error):
            owner.v1.create_configuration_set_event_destination(
                ConfigurationSetName="news",
                EventDestination={"Name": "to", "MatchingEventTypes": ["send"], **target},
            )


def test_sets_are_listed_and_deleted(owner: Account) -> None:
    assert owner.v1.list_configuration_sets()["ConfigurationSets"] == [{"Name": "news"}]
    owner.v1.delete_configuration_set(ConfigurationSetName="news")
    assert owner.v1.list_configuration_sets()["ConfigurationSets"] == []

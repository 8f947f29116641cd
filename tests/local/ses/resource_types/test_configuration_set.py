"""Configuration sets and event destinations of a template."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.local.ses.resources import ResourceError
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.stack import Stack

SET, DESTINATION = "AWS::SES::ConfigurationSet", "AWS::SES::ConfigurationSetEventDestination"


def described(account: Account, name: str) -> dict[str, Any]:
    return dict(account.v2.get_configuration_set(ConfigurationSetName=name))


def test_every_option_is_read_back(stack: Stack, account: Account) -> None:
    options: dict[str, Any] = {
        "ReputationOptions": {"ReputationMetricsEnabled": True},
        "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
        "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ENABLED"}},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    name, attributes = stack.create(SET, {"Name": "news", **options})
    assert (name, attributes) == ("news", {})
    assert options.items() <= described(account, "news").items()


def test_a_made_up_name_tells_stack_and_resource(stack: Stack) -> None:
    first, _ = stack.create(SET, {})
    second, _ = stack.create(SET, {})
    assert first.startswith("stack-Thing-")
    assert first != second


def test_a_set_that_was_paused_stays_paused_when_something_else_changes(stack: Stack, account: Account) -> None:
    old: dict[str, Any] = {"Name": "news", "SendingOptions": {"SendingEnabled": True}}
    stack.create(SET, old)
    account.v2.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=False)
    new = old | {"DeliveryOptions": {"TlsPolicy": "REQUIRE"}, "Tags": [{"Key": "a", "Value": "b"}]}
    stack.update(SET, "news", old, new)
    found = described(account, "news")
    assert found["SendingOptions"] == {"SendingEnabled": False}
    assert found["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
    assert found["Tags"] == [{"Key": "a", "Value": "b"}]


def test_an_option_that_leaves_the_template_goes_back_to_its_default(stack: Stack, account: Account) -> None:
    old: dict[str, Any] = {"Name": "news", "SuppressionOptions": {"SuppressedReasons": []}}
    stack.create(SET, old)
    stack.update(SET, "news", old, {"Name": "news"})
    assert "SuppressionOptions" not in described(account, "news")


@pytest.mark.parametrize("name", ["bounces", None])
def test_a_destination_is_known_by_its_name_and_its_set(stack: Stack, account: Account, name: str | None) -> None:
    stack.create(SET, {"Name": "news"})
    definition: dict[str, Any] = {
        "Enabled": True,
        "MatchingEventTypes": ["bounce", "renderingFailure", "DELIVERY_DELAY"],
        "SnsDestination": {"TopicARN": account.topic("events")},
        **({} if name is None else {"Name": name}),
    }
    ref, attributes = stack.create(DESTINATION, {"ConfigurationSetName": "news", "EventDestination": definition})
    (found,) = account.v2.get_configuration_set_event_destinations(ConfigurationSetName="news")[
        "EventDestinations"
    ]
    assert ref == f"{found['Name']}|news"
    assert attributes == {"Id": found["Name"]}
    assert found["MatchingEventTypes"] == ["BOUNCE", "DELIVERY_DELAY", "RENDERING_FAILURE"]
    assert found["SnsDestination"] == {"TopicArn": account.topic("events")}


def test_every_kind_of_target_is_taken(stack: Stack, account: Account) -> None:
    stack.create(SET, {"Name": "news"})
    stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/s"
    dimension = {
        "DimensionName": "ses:configuration-set",
        "DimensionValueSource": "messageTag",
        "DefaultDimensionValue": "none",
    }
    targets: list[dict[str, Any]] = [
        {"EventBridgeDestination": {"EventBusArn": account.place.arn("events", "event-bus/default")}},
        {
            "KinesisFirehoseDestination": {
                "DeliveryStreamARN": stream,
                "IAMRoleARN": "arn:aws:iam::123456789012:role/r",
            }
        },
        {"CloudWatchDestination": {"DimensionConfigurations": [dimension]}},
    ]
    for target in targets:
        definition = {"MatchingEventTypes": ["send"], **target}
        stack.create(DESTINATION, {"ConfigurationSetName": "news", "EventDestination": definition})
    bus, firehose, metric = account.v2.get_configuration_set_event_destinations(ConfigurationSetName="news")[
        "EventDestinations"
    ]
    assert bus["EventBridgeDestination"] == targets[0]["EventBridgeDestination"]
    assert firehose["KinesisFirehoseDestination"]["DeliveryStreamArn"] == stream
    assert metric["CloudWatchDestination"]["DimensionConfigurations"] == [
        dimension | {"DimensionValueSource": "MESSAGE_TAG"}
    ]
    assert firehose["Enabled"] is False


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"MatchingEventTypes": ["sneeze"]}, "SNEEZE.*enum value set"),
        ({"SnsDestination": {"TopicARN": "arn:aws:sns:us-east-1:123456789012:closed"}}, "does not let SES in"),
    ],
)
def test_what_the_api_refuses_the_template_is_refused(
    stack: Stack, account: Account, world: FakeWorld, change: dict[str, Any], reason: str
) -> None:
    stack.create(SET, {"Name": "news"})
    world.refused[account.topic("closed")] = "the policy does not let SES in"
    definition = {"MatchingEventTypes": ["send"], "SnsDestination": {"TopicARN": account.topic("open")}}
    properties = {"ConfigurationSetName": "news", "EventDestination": definition | change}
    with pytest.raises(ResourceError, match=reason):
        stack.create(DESTINATION, properties)


def test_an_eleventh_destination_is_refused(stack: Stack, account: Account) -> None:
    stack.create(SET, {"Name": "news"})
    definition = {"MatchingEventTypes": ["send"], "SnsDestination": {"TopicARN": account.topic("t")}}
    properties = {"ConfigurationSetName": "news", "EventDestination": definition}
    for _ in range(10):
        stack.create(DESTINATION, properties)
    with pytest.raises(ResourceError, match="ServiceLimitExceeded"):
        stack.create(DESTINATION, properties)


def test_a_destination_of_a_set_that_is_gone_is_gone_too(stack: Stack, account: Account) -> None:
    stack.create(SET, {"Name": "news"})
    definition = {"MatchingEventTypes": ["send"], "SnsDestination": {"TopicARN": account.topic("t")}}
    properties = {"ConfigurationSetName": "news", "EventDestination": definition}
    ref, _ = stack.create(DESTINATION, properties)
    changed = properties | {"EventDestination": definition | {"Enabled": True}}
    stack.update(DESTINATION, ref, properties, changed)
    account.v2.delete_configuration_set(ConfigurationSetName="news")
    stack.delete(DESTINATION, ref, properties)
    with pytest.raises(ResourceError, match="NotFound"):
        stack.create(DESTINATION, properties)

"""Configuration sets in v2."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.ses.aws import DOMAIN, Account

NAME = {"ConfigurationSetName": "news"}


@pytest.fixture
def owner(account: Account) -> Account:
    account.v2.create_configuration_set(**NAME, Tags=[{"Key": "a", "Value": "b"}])
    return account


def described(owner: Account) -> dict[str, Any]:
    found = owner.v2.get_configuration_set(**NAME)
    found.pop("ResponseMetadata")
    return dict(found)


def test_a_fresh_set_shows_the_defaults_and_nothing_else(owner: Account) -> None:
    assert described(owner) == {
        "ConfigurationSetName": "news",
        "DeliveryOptions": {"TlsPolicy": "OPTIONAL"},
        "ReputationOptions": {"ReputationMetricsEnabled": False},
        "SendingOptions": {"SendingEnabled": True},
        "Tags": [{"Key": "a", "Value": "b"}],
    }


@pytest.mark.parametrize(
    ("operation", "values", "group"),
    [
        ("delivery_options", {"TlsPolicy": "REQUIRE", "MaxDeliverySeconds": 600}, "DeliveryOptions"),
        ("reputation_options", {"ReputationMetricsEnabled": True}, "ReputationOptions"),
        ("sending_options", {"SendingEnabled": False}, "SendingOptions"),
        ("suppression_options", {"SuppressedReasons": []}, "SuppressionOptions"),
        ("tracking_options", {"CustomRedirectDomain": f"go.{DOMAIN}"}, "TrackingOptions"),
        ("archiving_options", {"ArchiveArn": f"arn:aws:ses:us-east-1:1:mailmanager-archive/a-{'1' * 24}"}, None),
    ],
)
def test_options_are_read_back(owner: Account, operation: str, values: dict[str, Any], group: str | None) -> None:
    owner.verify()
    getattr(owner.v2, f"put_configuration_set_{operation}")(**NAME, **values)
    assert described(owner)[group or "ArchivingOptions"] == values


def test_vdm_options_are_read_back(owner: Account) -> None:
    options = {"DashboardOptions": {"EngagementMetrics": "ENABLED"}}
    owner.v2.put_configuration_set_vdm_options(**NAME, VdmOptions=options)
    assert described(owner)["VdmOptions"] == options


def test_sending_left_out_is_off(owner: Account) -> None:
    owner.v2.put_configuration_set_sending_options(**NAME)
    assert described(owner)["SendingOptions"] == {"SendingEnabled": False}


def test_a_set_can_be_made_with_its_options(account: Account) -> None:
    options: dict[str, Any] = {
        "ReputationOptions": {"ReputationMetricsEnabled": True},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
    }
    account.v2.create_configuration_set(**NAME, **options)
    assert options.items() <= described(account).items()


def test_destinations_are_read_back(owner: Account) -> None:
    definition = {"Enabled": True, "MatchingEventTypes": ["BOUNCE"], "SnsDestination": {"TopicArn": "t"}}
    where = {**NAME, "EventDestinationName": "to"}
    owner.v2.create_configuration_set_event_destination(**where, EventDestination=definition)
    found = owner.v2.get_configuration_set_event_destinations(**NAME)["EventDestinations"]
    assert found == [{"Name": "to", **definition}]
    with pytest.raises(owner.v2.exceptions.AlreadyExistsException):
        owner.v2.create_configuration_set_event_destination(**where, EventDestination=definition)
    changed = definition | {"Enabled": False}
    owner.v2.update_configuration_set_event_destination(**where, EventDestination=changed)
    found = owner.v2.get_configuration_set_event_destinations(**NAME)["EventDestinations"]
    assert found == [{"Name": "to", **changed}]
    owner.v2.delete_configuration_set_event_destination(**where)
    assert owner.v2.get_configuration_set_event_destinations(**NAME)["EventDestinations"] == []


def test_sets_are_listed_in_pages_and_deleted(owner: Account) -> None:
    owner.v2.create_configuration_set(ConfigurationSetName="orders")
    first = owner.v2.list_configuration_sets(PageSize=1)
    second = owner.v2.list_configuration_sets(PageSize=1, NextToken=first["NextToken"])
    assert first["ConfigurationSets"] + second["ConfigurationSets"] == ["news", "orders"]
    owner.v2.delete_configuration_set(**NAME)
    with pytest.raises(owner.v2.exceptions.NotFoundException):
        owner.v2.get_configuration_set(**NAME)


def test_refusals_are_the_exceptions_of_v2(owner: Account) -> None:
    errors = owner.v2.exceptions
    with pytest.raises(errors.AlreadyExistsException):
        owner.v2.create_configuration_set(**NAME)
    with pytest.raises(errors.BadRequestException, match="not verified"):
        owner.v2.put_configuration_set_tracking_options(**NAME, CustomRedirectDomain="go.example.org")
    with pytest.raises(errors.NotFoundException, match="pool"):
        owner.v2.put_configuration_set_delivery_options(**NAME, SendingPoolName="pool")

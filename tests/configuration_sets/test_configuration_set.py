"""A configuration set with its safe settings written down."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import DEFAULT_EVENTS, ConfigurationSet, Destination, Event
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError


def test_the_safe_settings_are_written_and_sending_is_not_mentioned(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set")
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet").values()
    assert made["Properties"] == {
        "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
        "ReputationOptions": {"ReputationMetricsEnabled": True},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
    }


def test_a_set_outlives_its_stack_unless_told_otherwise(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Kept")
    ConfigurationSet(stack, "Gone", removal_policy=cdk.RemovalPolicy.DESTROY)
    made = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSet")
    assert {id[:4]: one.get("DeletionPolicy") for id, one in made.items()} == {
        "Kept": "RetainExceptOnCreate",
        "Gone": None,
    }
    with pytest.raises(InvalidSettingError, match="removal_policy="):
        ConfigurationSet(stack, "Copied", removal_policy=cdk.RemovalPolicy.SNAPSHOT)


def test_each_setting_can_be_changed(stack: cdk.Stack) -> None:
    ConfigurationSet(
        stack,
        "Set",
        configuration_set_name="Receipts",
        require_tls=False,
        reputation_metrics=False,
        max_delivery_duration=cdk.Duration.hours(1),
    )
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSet",
        {
            "Name": "Receipts",
            "DeliveryOptions": {"TlsPolicy": "OPTIONAL", "MaxDeliverySeconds": 3600},
            "ReputationOptions": {"ReputationMetricsEnabled": False},
        },
    )


ARCHIVE = "arn:aws:ses:eu-west-1:111122223333:mailmanager-archive/a-0123456789abcdefghijklmn"


def test_mail_can_be_archived_and_the_set_tagged(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set", archive_arn=ARCHIVE, tags={"team": "shop"})
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSet",
        {"ArchivingOptions": {"ArchiveArn": ARCHIVE}, "Tags": [{"Key": "team", "Value": "shop"}]},
    )


def test_an_archive_of_the_app_is_referred_to(stack: cdk.Stack) -> None:
    archive = ses.CfnMailManagerArchive(stack, "Archive")
    ConfigurationSet(stack, "Set", archive_arn=archive.attr_archive_arn)
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSet",
        {"ArchivingOptions": {"ArchiveArn": {"Fn::GetAtt": ["Archive", "ArchiveArn"]}}},
    )


def test_an_archive_that_is_none_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is no ARN of a Mail Manager archive") as caught:
        ConfigurationSet(stack, "Set", archive_arn="a-0123456789abcdefghijklmn")
    assert "ArchiveArn" in caught.value.fix


def test_tags_that_ses_does_not_take_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="tags=") as caught:
        ConfigurationSet(stack, "Set", tags={"": "x"})
    assert caught.value.at == "Mail/Set"


def test_it_goes_wherever_the_cdk_asks_for_a_configuration_set(stack: cdk.Stack) -> None:
    made: ses.IConfigurationSet = ConfigurationSet(stack, "Set")
    ses.EmailIdentity(stack, "Identity", identity=ses.Identity.domain("shop.example"), configuration_set=made)
    Template.from_stack(stack).resource_count_is("AWS::SES::EmailIdentity", 1)


def test_a_destination_publishes_what_changes_nothing_in_the_mail(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set").add_destination("Bus", Destination.event_bus())
    (made,) = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    written = made["Properties"]["EventDestination"]
    assert written["MatchingEventTypes"] == [str(event) for event in DEFAULT_EVENTS]
    assert written["Enabled"] is True


def test_a_destination_publishes_what_is_asked_for_and_can_rest(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    made.add_destination(
        "Bus", Destination.event_bus(), events=[Event.CLICK, Event.OPEN, Event.CLICK], enabled=False
    )
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSetEventDestination",
        {"EventDestination": {"MatchingEventTypes": ["click", "open"], "Enabled": False}},
    )


def test_an_empty_list_of_events_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match=r"events=\[\] publishes nothing") as caught:
        ConfigurationSet(stack, "Set").add_destination("Bus", Destination.event_bus(), events=[])
    assert caught.value.at == "Mail/Set/Bus"


def test_the_eleventh_destination_is_refused(stack: cdk.Stack) -> None:
    made = ConfigurationSet(stack, "Set")
    for number in range(10):
        made.add_destination(f"Bus{number}", Destination.event_bus())
    with pytest.raises(ConflictingSettingsError, match="at most 10 event destinations") as caught:
        made.add_destination("Bus10", Destination.event_bus())
    assert "fan out" in caught.value.fix


@pytest.mark.parametrize("name", ["", "two words", "a.b", "x" * 65])
def test_a_name_that_ses_refuses_is_refused_first(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="configuration_set_name=") as caught:
        ConfigurationSet(stack, "Set", configuration_set_name=name)
    assert "generated name" in caught.value.fix


@pytest.mark.parametrize("duration", [cdk.Duration.minutes(4), cdk.Duration.hours(15)])
def test_a_delivery_time_that_ses_refuses_is_refused_first(stack: cdk.Stack, duration: cdk.Duration) -> None:
    with pytest.raises(InvalidSettingError, match="is not from 5 minutes to 14 hours") as caught:
        ConfigurationSet(stack, "Set", max_delivery_duration=duration)
    assert "Duration.minutes(5)" in caught.value.fix


def test_a_name_of_the_deployment_is_not_looked_into(stack: cdk.Stack) -> None:
    ConfigurationSet(stack, "Set", configuration_set_name=cdk.Fn.import_value("Name"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SES::ConfigurationSet", {"Name": {"Fn::ImportValue": "Name"}}
    )


def test_a_duration_of_the_deployment_is_refused(stack: cdk.Stack) -> None:
    duration = cdk.Duration.seconds(cdk.Token.as_number(cdk.Fn.import_value("Seconds")))
    with pytest.raises(InvalidSettingError, match="only the deployment knows") as caught:
        ConfigurationSet(stack, "Set", max_delivery_duration=duration)
    assert "Duration.hours(1)" in caught.value.fix


def test_the_arn_names_the_set(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet(irish_stack, "Set", configuration_set_name="Receipts")
    arn = str(irish_stack.resolve(made.configuration_set_arn))
    assert ":ses:eu-west-1:111122223333:configuration-set/" in arn

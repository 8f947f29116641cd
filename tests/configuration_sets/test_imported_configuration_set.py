"""A configuration set that something else made."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet, Destination, ImportedConfigurationSet
from ses_constructs.errors import InvalidSettingError


def test_it_goes_wherever_the_cdk_asks_for_a_set(stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(stack, "Set", "receipts")
    as_asked: ses.IConfigurationSet = made
    ses.EmailIdentity(stack, "Identity", identity=ses.Identity.domain("a.example"), configuration_set=as_asked)
    ses.CfnEmailIdentity(
        stack,
        "Other",
        email_identity="b.example",
        configuration_set_attributes=ses.CfnEmailIdentity.ConfigurationSetAttributesProperty(
            configuration_set_name=made.configuration_set_ref.configuration_set_name
        ),
    )
    template = Template.from_stack(stack)
    named = {"ConfigurationSetAttributes": {"ConfigurationSetName": "receipts"}}
    template.all_resources_properties("AWS::SES::EmailIdentity", named)
    template.resource_count_is("AWS::SES::ConfigurationSet", 0)


def test_it_is_known_by_its_arn(irish_stack: cdk.Stack) -> None:
    arn = "arn:aws:ses:eu-west-1:111122223333:configuration-set/receipts"
    made = ConfigurationSet.from_configuration_set_arn(irish_stack, "Set", arn)
    assert isinstance(made, ImportedConfigurationSet)
    assert made.configuration_set_name == "receipts"
    assert ":configuration-set/receipts" in made.configuration_set_arn


def test_an_arn_of_the_deployment_is_taken_apart_there(stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_arn(stack, "Set", cdk.Fn.import_value("Arn"))
    assert stack.resolve(made.configuration_set_name) == {
        "Fn::Select": [1, {"Fn::Split": ["/", {"Fn::ImportValue": "Arn"}]}]
    }


@pytest.mark.parametrize(
    "arn", ["receipts", "arn:aws:ses:eu-west-1:111122223333:identity/a.example", "x:configuration-set/y"]
)
def test_another_arn_is_refused(stack: cdk.Stack, arn: str) -> None:
    with pytest.raises(InvalidSettingError, match="is no ARN of a configuration set") as caught:
        ConfigurationSet.from_configuration_set_arn(stack, "Set", arn)
    assert "configuration-set/Receipts" in caught.value.fix
    assert caught.value.at == "Mail/Set"


def test_an_arn_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    arn = "arn:aws:ses:us-east-1:111122223333:configuration-set/receipts"
    with pytest.raises(InvalidSettingError, match=r"another region than the stack \(eu-west-1\)") as caught:
        ConfigurationSet.from_configuration_set_arn(irish_stack, "Set", arn)
    assert "the stack's region" in caught.value.fix


def test_a_name_that_no_set_has_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is no name SES takes"):
        ConfigurationSet.from_configuration_set_name(stack, "Set", "two words")


def test_destinations_can_be_added_to_it(irish_stack: cdk.Stack) -> None:
    made = ConfigurationSet.from_configuration_set_name(irish_stack, "Set", "receipts")
    made.add_destination("Problems", Destination.topic(sns.Topic(irish_stack, "Topic")))
    template = Template.from_stack(irish_stack)
    template.has_resource_properties(
        "AWS::SES::ConfigurationSetEventDestination", {"ConfigurationSetName": "receipts"}
    )
    assert "configuration-set/receipts" in str(template.find_resources("AWS::SNS::TopicPolicy"))


def test_a_topic_of_another_stack_does_not_refer_to_a_name_it_cannot_know(app: cdk.App) -> None:
    events, sending = cdk.Stack(app, "Events"), cdk.Stack(app, "Sending")
    name = cdk.CfnParameter(sending, "Name").value_as_string
    made = ConfigurationSet.from_configuration_set_name(sending, "Set", name)
    made.add_destination("Problems", Destination.topic(sns.Topic(events, "Topic")))
    assert "configuration-set/*" in str(Template.from_stack(events).to_json())

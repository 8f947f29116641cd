"""Mail handed to Amazon WorkMail."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import ReceiptRuleSet, WorkMailAction
from tests.receiving.conftest import Read

ORGANIZATION = "arn:aws:workmail:eu-west-1:111122223333:organization/m-68755160c4cb4e29a2b2f8fb58f359d7"


def test_the_organization_gets_the_mail_and_the_topic_a_notice(
    irish_stack: cdk.Stack, read: Callable[[cdk.Stack], Read]
) -> None:
    topic = sns.Topic(irish_stack, "Topic")
    action = WorkMailAction(organization_arn=ORGANIZATION, topic=topic)
    ReceiptRuleSet(irish_stack, "Inbound").add_rule("Rule", catch_all=True, actions=[action])
    template = read(irish_stack)
    told = irish_stack.resolve(topic.topic_arn)
    assert template.actions() == [{"WorkmailAction": {"OrganizationArn": ORGANIZATION, "TopicArn": told}}]
    assert len(template.statements("AWS::SNS::TopicPolicy")) == 1


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "m-68755160c4cb4e29a2b2f8fb58f359d7",
        "arn:aws:workmail:eu-west-1:111122223333:organization/68755160",
        "arn:aws:ses:eu-west-1:111122223333:organization/m-1",
    ],
)
def test_another_arn_is_refused(arn: str) -> None:
    with pytest.raises(InvalidSettingError, match="organization/m-"):
        WorkMailAction(organization_arn=arn)


def test_an_organization_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    action = WorkMailAction(organization_arn=ORGANIZATION.replace("eu-west-1", "us-east-1"))
    with pytest.raises(InvalidSettingError, match="put the rule into a stack of us-east-1"):
        ReceiptRuleSet(irish_stack, "Inbound").add_rule("Rule", catch_all=True, actions=[action])


def test_an_arn_that_is_not_known_yet_is_not_looked_into(irish_stack: cdk.Stack) -> None:
    action = WorkMailAction(organization_arn=cdk.CfnParameter(irish_stack, "Arn").value_as_string)
    ReceiptRuleSet(irish_stack, "Inbound").add_rule("Rule", catch_all=True, actions=[action])

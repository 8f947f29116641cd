"""The feedback processor as a template."""

from __future__ import annotations

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import FeedbackAction, FeedbackProcessor


@pytest.fixture
def operators(stack: cdk.Stack) -> sns.Topic:
    return sns.Topic(stack, "Operators")


def told(template: Template) -> dict[str, object]:
    (found,) = [
        resource["Properties"]["Environment"]["Variables"]
        for resource in template.find_resources("AWS::Lambda::Function").values()
    ]
    assert isinstance(found, dict)
    return found


def allowed(template: Template) -> str:
    return json.dumps([each["Properties"] for each in template.find_resources("AWS::IAM::Policy").values()])


def test_it_suppresses_unless_told_otherwise(stack: cdk.Stack, operators: sns.Topic) -> None:
    FeedbackProcessor(stack, "Feedback", operators=operators)
    template = Template.from_stack(stack)
    assert (told(template)["SUPPRESS"], told(template)["CONTACT_LIST"]) == ("yes", "")
    assert told(template)["KEEP_DAYS"] == "365"
    assert "ses:PutSuppressedDestination" in allowed(template)
    assert "ses:UpdateContact" not in allowed(template)


def test_it_opts_out_of_a_list_of_the_stack_or_of_one_by_name(stack: cdk.Stack, operators: sns.Topic) -> None:
    named = ses.CfnContactList.from_contact_list_name(stack, "Named", "readers")
    FeedbackProcessor(stack, "Feedback", operators=operators, actions=[FeedbackAction.opt_out(named)])
    template = Template.from_stack(stack)
    assert (told(template)["SUPPRESS"], told(template)["CONTACT_LIST"]) == ("no", "readers")
    assert "ses:PutSuppressedDestination" not in allowed(template)
    assert ":contact-list/readers" in allowed(template)


def test_both_acts_are_possible(stack: cdk.Stack, operators: sns.Topic) -> None:
    listed = ses.CfnContactList(stack, "Readers", contact_list_name="readers")
    both = [FeedbackAction.suppress(), FeedbackAction.opt_out(listed)]
    FeedbackProcessor(stack, "Feedback", operators=operators, actions=both)
    template = Template.from_stack(stack)
    assert told(template)["SUPPRESS"] == "yes"
    assert told(template)["CONTACT_LIST"] == {"Ref": "Readers"}


def test_the_history_is_kept(stack: cdk.Stack, operators: sns.Topic) -> None:
    key = kms.Key(stack, "Key")
    made = FeedbackProcessor(stack, "Feedback", operators=operators, encryption_key=key)
    made.grant_read(iam.Role(stack, "Support", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")))
    template = Template.from_stack(stack)
    template.has_resource(
        "AWS::DynamoDB::Table",
        {"DeletionPolicy": "Retain", "Properties": {"GlobalSecondaryIndexes": Match.absent()}},
    )
    assert "kms:Decrypt" in allowed(template)


def test_the_lists_are_asked_by_few_at_a_time(stack: cdk.Stack, operators: sns.Topic) -> None:
    FeedbackProcessor(stack, "Feedback", operators=operators)
    Template.from_stack(stack).has_resource_properties(
        "AWS::Lambda::EventSourceMapping", {"BatchSize": 10, "ScalingConfig": {"MaximumConcurrency": 2}}
    )


@pytest.mark.parametrize(("count", "wrong"), [(0, "does nothing"), (2, "the same action twice")])
def test_no_action_and_one_twice_are_refused(
    stack: cdk.Stack, operators: sns.Topic, count: int, wrong: str
) -> None:
    with pytest.raises(InvalidSettingError, match=wrong) as caught:
        FeedbackProcessor(stack, "Feedback", operators=operators, actions=[FeedbackAction.suppress()] * count)
    assert caught.value.at == "Mail/Feedback"


def test_a_history_shorter_than_a_message_may_wait_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(InvalidSettingError, match="30 or more"):
        FeedbackProcessor(stack, "Feedback", operators=operators, keep=cdk.Duration.days(7))

"""Queues for what nobody took."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.events.dead_letters import DeadLetters


def test_one_resource_of_one_service_may_put_messages_there(stack: cdk.Stack) -> None:
    DeadLetters(stack, "Letters", what="x", operators=None).admit("sns.amazonaws.com", "arn:of-a-topic")
    template = Template.from_stack(stack)
    (policy,) = template.find_resources("AWS::SQS::QueuePolicy").values()
    (allowed,) = [one for one in policy["Properties"]["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": "arn:of-a-topic"}}
    template.has_resource_properties(
        "AWS::SQS::Queue", {"MessageRetentionPeriod": 14 * 86400, "SqsManagedSseEnabled": True}
    )
    template.resource_count_is("AWS::CloudWatch::Alarm", 0)


def test_operators_hear_of_the_first_letter(stack: cdk.Stack) -> None:
    DeadLetters(stack, "Letters", what="web address of Shop", operators=sns.Topic(stack, "Operators"))
    (alarm,) = Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm").values()
    assert alarm["Properties"]["Threshold"] == 1
    assert "web address of Shop" in str(alarm["Properties"]["AlarmDescription"])

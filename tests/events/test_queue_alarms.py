"""Alarms on a queue of events."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.events import EventStore


@pytest.mark.parametrize(
    ("metric", "threshold", "told"),
    [
        ("ApproximateNumberOfMessagesVisible", 0, "start-message-move-task"),
        ("ApproximateAgeOfOldestMessage", 3600, "more than an hour"),
        ("Errors", 0, "says why"),
    ],
)
def test_each_alarm_fires_above_its_threshold_and_says_what_to_do(
    stack: cdk.Stack, metric: str, threshold: int, told: str
) -> None:
    EventStore(stack, "Store", operators=sns.Topic(stack, "Operators"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::CloudWatch::Alarm",
        {
            "MetricName": metric,
            "Threshold": threshold,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmDescription": {"Fn::Join": ["", Match.array_with([Match.string_like_regexp(told)])]},
        },
    )


def test_alarms_are_let_into_the_topic(stack: cdk.Stack) -> None:
    EventStore(stack, "Store", operators=sns.Topic(stack, "Operators"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [Match.object_like({"Principal": {"Service": "cloudwatch.amazonaws.com"}})]
                )
            }
        },
    )

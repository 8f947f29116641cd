"""The event store as a template."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import EventStore
from ses_constructs.facts.stored_events import BY_DAY, BY_MESSAGE


@pytest.fixture
def operators(stack: cdk.Stack) -> sns.Topic:
    return sns.Topic(stack, "Operators")


def actions_by_resource(template: Template, policy: str) -> dict[str, list[str]]:
    """Actions that the policy whose logical id starts so allows, by resource."""
    found: dict[str, list[str]] = {}
    policies = template.find_resources("AWS::IAM::Policy")
    (document,) = [
        resource["Properties"]["PolicyDocument"] for id, resource in policies.items() if id.startswith(policy)
    ]
    for statement in document["Statement"]:
        resources, actions = statement["Resource"], statement["Action"]
        for one in resources if isinstance(resources, list) else [resources]:
            found.setdefault(json.dumps(one), []).extend([actions] if isinstance(actions, str) else actions)
    return found


def test_the_table_is_kept_expires_and_can_be_restored(stack: cdk.Stack, operators: sns.Topic) -> None:
    EventStore(stack, "Store", operators=operators)
    Template.from_stack(stack).has_resource(
        "AWS::DynamoDB::Table",
        {
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
                "GlobalSecondaryIndexes": [
                    Match.object_like({"IndexName": BY_MESSAGE}),
                    Match.object_like({"IndexName": BY_DAY}),
                ],
                "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            },
        },
    )


def test_messages_are_read_in_batches_and_fail_one_by_one(stack: cdk.Stack, operators: sns.Topic) -> None:
    EventStore(stack, "Store", operators=operators)
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::Lambda::EventSourceMapping",
        {
            "BatchSize": 25,
            "MaximumBatchingWindowInSeconds": 1,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": 5},
        },
    )
    template.has_resource_properties(
        "AWS::SQS::Queue",
        {"VisibilityTimeout": 360, "SqsManagedSseEnabled": True, "RedrivePolicy": {"maxReceiveCount": 5}},
    )


def test_the_functions_may_do_what_they_do_and_no_more(stack: cdk.Stack, operators: sns.Topic) -> None:
    store = EventStore(stack, "Store", operators=operators)
    role = iam.Role(stack, "Support", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    store.grant_read(role)
    store.grant_forget(role)
    template = Template.from_stack(stack)

    def on_table(policy: str) -> list[str]:
        found = actions_by_resource(template, policy)
        return sorted(action for text, actions in found.items() if "StoreTable" in text for action in actions)

    assert on_table("StoreFunction") == ["dynamodb:PutItem", "dynamodb:UpdateItem"]
    assert on_table("StoreForgetRecipient") == ["dynamodb:BatchWriteItem", "dynamodb:Query"]
    assert set(on_table("Support")) == {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
    assert "*" not in "".join(actions_by_resource(template, "Support"))


def test_the_functions_are_told_the_table(stack: cdk.Stack, operators: sns.Topic) -> None:
    EventStore(stack, "Store", operators=operators, keep=cdk.Duration.days(30), keep_engagement=True)
    template = Template.from_stack(stack)
    table = {"Ref": Match.string_like_regexp("^StoreTable")}
    told = {"KEEP_DAYS": "30", "KEEP_ENGAGEMENT": "yes", "TABLE": table}
    template.has_resource_properties("AWS::Lambda::Function", {"Environment": {"Variables": told}})
    template.has_resource_properties("AWS::Lambda::Function", {"Environment": {"Variables": {"TABLE": table}}})


def test_how_long_events_take_is_a_metric_of_its_table(stack: cdk.Stack, operators: sns.Topic) -> None:
    store = EventStore(stack, "Store", operators=operators)
    metric = store.metric_event_latency()
    assert (metric.namespace, metric.metric_name, metric.statistic) == ("SesConstructs", "EventLatency", "Maximum")
    assert stack.resolve(metric.dimensions) == {"Table": stack.resolve(store.table.table_name)}
    assert store.metric_event_latency(statistic="Average").statistic == "Average"
    Template.from_stack(stack).has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        {
                            "Action": "cloudwatch:PutMetricData",
                            "Condition": {"StringEquals": {"cloudwatch:namespace": "SesConstructs"}},
                            "Effect": "Allow",
                            "Resource": "*",
                        }
                    ]
                )
            }
        },
    )


def test_a_key_of_ones_own_is_used_and_may_be_used(stack: cdk.Stack, operators: sns.Topic) -> None:
    key = kms.Key(stack, "Key")
    store = EventStore(stack, "Store", operators=operators, encryption_key=key)
    store.grant_read(iam.Role(stack, "Support", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")))
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::DynamoDB::Table", {"SSESpecification": {"SSEEnabled": True, "SSEType": "KMS"}}
    )
    for policy, action in (("StoreFunction", "kms:Encrypt"), ("Support", "kms:Decrypt")):
        found = actions_by_resource(template, policy)
        assert any("Key" in text and action in actions for text, actions in found.items())


def test_operators_hear_what_is_lost_late_or_failing(stack: cdk.Stack, operators: sns.Topic) -> None:
    store = EventStore(stack, "Store", operators=operators)
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::CloudWatch::Alarm", 3)
    ref = {"Ref": stack.get_logical_id(operators.node.default_child)}  # type: ignore[arg-type]
    for name in ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "Errors"):
        template.has_resource_properties("AWS::CloudWatch::Alarm", {"MetricName": name, "AlarmActions": [ref]})
    assert store.alarms.lost.node.path == "Mail/Store/Alarms/Lost"


def test_a_topic_is_there_only_when_it_is_used(stack: cdk.Stack, operators: sns.Topic) -> None:
    store = EventStore(stack, "Store", operators=operators)
    Template.from_stack(stack).resource_count_is("AWS::SNS::Topic", 1)
    assert store.queue.node.path == "Mail/Store/Queue"


def test_it_takes_a_topic_of_its_own_others_topics_and_the_bus(stack: cdk.Stack, operators: sns.Topic) -> None:
    store = EventStore(stack, "Store", operators=operators)
    assert store.topic is store.topic
    store.add_topic(sns.Topic(stack, "Feedback"))
    events.Rule(
        stack, "Rule", event_pattern=events.EventPattern(source=["aws.ses"]), targets=[store.rule_target()]
    )
    template = Template.from_stack(stack)
    subscriptions = template.find_resources("AWS::SNS::Subscription").values()
    made: list[dict[str, Any]] = [each["Properties"] for each in subscriptions]
    assert [each["RawMessageDelivery"] for each in made] == [True, True]
    assert all("RedrivePolicy" in each for each in made)
    template.has_resource_properties(
        "AWS::Events::Rule", {"Targets": [Match.object_like({"DeadLetterConfig": Match.any_value()})]}
    )


def test_a_topic_that_alarms_cannot_reach_is_refused(stack: cdk.Stack) -> None:
    fifo = sns.Topic(stack, "Fifo", fifo=True)
    with pytest.raises(InvalidSettingError, match="FIFO") as caught:
        EventStore(stack, "Store", operators=fifo)
    assert caught.value.at == "Mail/Store"

"""A queue of events; its template is tried with the event store's, too."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.events.event_queue import EventQueue, Reading


@pytest.fixture
def queue(stack: cdk.Stack) -> EventQueue:
    reading = Reading(
        code="store_events",
        description="Reads",
        environment={},
        batch_size=10,
        batching_window=None,
        max_concurrency=2,
    )
    return EventQueue(stack, "Events", operators=sns.Topic(stack, "Operators"), reading=reading)


def test_what_fails_waits_as_long_as_can_be(stack: cdk.Stack, queue: EventQueue) -> None:
    template = Template.from_stack(stack)
    template.all_resources_properties("AWS::SQS::Queue", {"MessageRetentionPeriod": 14 * 24 * 3600})
    assert queue.dead_letter_queue.node.path == "Mail/Events/DeadLetters"


def test_only_encrypted_connections_reach_the_queues_and_the_topic(stack: cdk.Stack, queue: EventQueue) -> None:
    assert queue.topic.node.path == "Mail/Events/Topic"
    template = Template.from_stack(stack)
    refused = Match.object_like({"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
    for kind in ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"):
        template.has_resource_properties(kind, {"PolicyDocument": {"Statement": Match.array_with([refused])}})


def test_a_call_ends_long_before_its_messages_come_again(stack: cdk.Stack, queue: EventQueue) -> None:
    template = Template.from_stack(stack)
    template.has_resource_properties("AWS::Lambda::Function", {"Timeout": 60})
    template.has_resource_properties("AWS::SQS::Queue", {"VisibilityTimeout": 360})
    assert queue.function.node.path == "Mail/Events/Function"

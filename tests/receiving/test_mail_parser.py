"""A construct that takes mail apart."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from ses_constructs.errors import SesConstructsError
from ses_constructs.receiving import MailParser
from tests.receiving.handlers import Given, environment, statements


def parser(given: Given, **more: Any) -> MailParser:
    return MailParser(given.stack, "Parser", bucket=given.bucket, operators=given.operators, **more)


def test_it_writes_below_one_prefix_and_tells_both(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    queue = sqs.Queue(stack, "Queue", enforce_ssl=True, dead_letter_queue=None)
    bus = events.EventBus(stack, "Bus")
    resources = given.receive(parser(given, queue=queue, event_bus=bus))
    may = statements(resources)
    assert str(may["s3:PutObject"][0]["Resource"]).endswith("'/parsed/*']]}")
    assert {"sqs:SendMessage", "events:PutEvents", "kms:GenerateDataKey", "kms:Decrypt"} <= may.keys()
    told = environment(resources, "apart")
    assert told["PARSED_PREFIX"] == "parsed/"
    assert told["QUEUE"]
    assert told["EVENT_BUS"]
    # A queue of the user's own without a dead-letter queue is theirs to answer for.
    assert given.findings() == ["AwsSolutions-SQS3"]


def test_who_is_left_out_is_not_granted(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    resources = given.receive(parser(given, event_bus=events.EventBus.from_event_bus_name(stack, "B", "default")))
    assert "sqs:SendMessage" in statements(resources), "its dead letters"
    assert environment(resources, "apart")["QUEUE"] == ""


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"fifo": True},
        {"plain": True, "parsed_prefix": "/"},
        {"plain": True, "parsed_prefix": "parsed"},
        {"plain": True, "parsed_prefix": "received/parsed/"},
        {"plain": True, "prefix": "parsed/raw/"},
    ],
    ids=str,
)
def test_what_cannot_work_is_refused(stack: cdk.Stack, settings: dict[str, Any]) -> None:
    given = Given.within(stack)
    queue = None
    if settings.pop("fifo", False):
        queue = sqs.Queue(stack, "Fifo", fifo=True)
    elif settings.pop("plain", False):
        queue = sqs.Queue(stack, "Queue")
    with pytest.raises(SesConstructsError):
        parser(given, queue=queue, **settings)

"""Who may send to a queue, and how many messages wait."""

from __future__ import annotations

import asyncio

import pytest
from ministack.services import sqs

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.ministack.queues import check_queue, oldest, waiting
from ses_constructs.local.world import Place, TargetRefusedError

from .conftest import Allow


@pytest.fixture
def queue(place: Place) -> str:
    sqs._act_create_queue({"QueueName": "events"}, "")
    return place.arn("sqs", "events")


def bus(place: Place) -> ServiceCaller:
    return ServiceCaller("events.amazonaws.com", place, place.arn("events", "rule/mail"))


def test_a_queue_without_a_policy_lets_no_service_in(place: Place, queue: str) -> None:
    with pytest.raises(TargetRefusedError, match="does not let events"):
        check_queue(bus(place), queue)


def test_a_queue_whose_policy_names_the_rule_lets_it_in(place: Place, queue: str, allow: Allow) -> None:
    rule = {"aws:SourceArn": place.arn("events", "rule/mail")}
    sqs._queue_by_arn(queue)["attributes"]["Policy"] = allow(
        "events.amazonaws.com", "sqs:SendMessage", queue, ArnEquals=rule
    )
    check_queue(bus(place), queue)
    other = ServiceCaller("events.amazonaws.com", place, place.arn("events", "rule/other"))
    with pytest.raises(TargetRefusedError):
        check_queue(other, queue)


def test_a_queue_that_does_not_exist_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="does not exist"):
        check_queue(bus(place), place.arn("sqs", "absent"))


def test_messages_that_are_visible_are_counted(place: Place, queue: str) -> None:
    url = sqs._queue_by_arn(queue)["url"]
    for body in ("one", "two"):
        sqs._act_send_message({"QueueUrl": url, "MessageBody": body}, url)
    assert waiting("events") == 2
    asyncio.run(sqs._act_receive_message({"QueueUrl": url, "VisibilityTimeout": 30}, url))
    assert waiting("events") == 1
    assert waiting("absent") is None


def test_the_oldest_message_counts_while_it_is_worked_at(queue: str) -> None:
    assert oldest("nobody") is None
    assert oldest("events") == 0
    url = sqs._queue_by_arn(queue)["url"]
    sqs._act_send_message({"QueueUrl": url, "MessageBody": "x"}, url)
    (message,) = sqs._queues[url]["messages"]
    message["sent_at"] -= 90
    asyncio.run(sqs._act_receive_message({"QueueUrl": url}, url))
    assert waiting("events") == 0
    assert oldest("events") in (90, 91)

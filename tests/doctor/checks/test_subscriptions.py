"""Who listens."""

from __future__ import annotations

from typing import Any

from tests.doctor.conftest import Found

STACK = """
Topic: {Type: AWS::SNS::Topic}
People: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: a@b.example}}
"""


def subscriptions(*given: tuple[str, str]) -> dict[str, Any]:
    listed = [{"Protocol": "email", "Endpoint": end, "SubscriptionArn": arn} for end, arn in given]
    return {"sns.list_subscriptions_by_topic": {"Subscriptions": listed}}


def test_a_confirmed_subscription_is_well(found: Found) -> None:
    assert found(STACK, subscriptions(("a@b.example", "arn:1"))) == []


def test_one_that_waits_is_told(found: Found) -> None:
    assert found(STACK, subscriptions(("a@b.example", "PendingConfirmation"))) == [
        ("subscription-unconfirmed", "email to a@b.example waits for confirmation")
    ]


def test_one_that_is_gone_is_told(found: Found) -> None:
    assert found(STACK, subscriptions(("c@b.example", "arn:1"))) == [
        ("subscription-missing", "email to a@b.example is not subscribed any more")
    ]


def test_a_topic_without_anybody_is_told(found: Found) -> None:
    assert [rule for rule, _ in found("Topic: {Type: AWS::SNS::Topic}", subscriptions())] == ["topic-unheard"]


def test_the_topic_of_a_guard_s_drills_need_not_be_heard(found: Found) -> None:
    assert found("GuardDrillNotices1A2B3C4D: {Type: AWS::SNS::Topic}", subscriptions()) == []


def test_a_topic_that_is_gone_is_told(found: Found) -> None:
    gone = {"sns.list_subscriptions_by_topic": "NotFoundException"}
    assert [rule for rule, _ in found(STACK, gone)] == ["topic-missing"]

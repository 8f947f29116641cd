"""Topics that post to web addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ministack.services import sns

from ses_constructs.local.ministack import web_subscriptions
from ses_constructs.local.ministack.web_subscriptions import waits
from ses_constructs.local.world import Place
from tests.end_to_end.web_receiver import receiving

from .conftest import Sandbox


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"numRetries": 0}, []),
        ({}, [20, 20, 20]),
        ({"numRetries": 3, "minDelayTarget": 1, "maxDelayTarget": 3}, [1, 2, 3]),
        (
            {"numRetries": 3, "minDelayTarget": 1, "maxDelayTarget": 100, "backoffFunction": "exponential"},
            [1, 10, 100],
        ),
        (
            {
                "numRetries": 4,
                "numNoDelayRetries": 1,
                "numMinDelayRetries": 1,
                "numMaxDelayRetries": 1,
                "minDelayTarget": 2,
                "maxDelayTarget": 9,
            },
            [0, 2, 2, 9],
        ),
    ],
)
def test_the_waits_follow_the_phases_of_the_policy(policy: dict[str, Any], expected: list[float]) -> None:
    assert list(waits(policy)) == pytest.approx(expected)


def stack(url: str, **settings: object) -> dict[str, object]:
    properties = {"TopicArn": {"Ref": "Topic"}, "Protocol": "http", "Endpoint": url, **settings}
    return {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {}},
        "Hook": {"Type": "AWS::SNS::Subscription", "Properties": properties},
    }


def test_a_subscription_of_a_template_is_asked_and_then_served(sandbox: Sandbox) -> None:
    client = sandbox.emulator.client("sns", account=sandbox.account)
    with receiving() as receiver:
        sandbox.emulator.serve_host("shop.example", receiver.url)
        url = "http://me:secret%21@shop.example/hook"
        topic = sandbox.deploy(stack(url), {"Topic": {"Ref": "Topic"}})["Topic"]
        (question,) = sandbox.wait_for(lambda: receiver.posted or None)
        client.publish(TopicArn=topic, Message="too early")
        receiver.confirm(question.json)
        client.publish(TopicArn=topic, Message="hello")
        sandbox.wait_for(lambda: len(receiver.posted) == 2 or None)
    posted = receiver.posted[1]
    assert posted.json["Message"] == "hello"
    assert posted.headers["authorization"] == "Basic bWU6c2VjcmV0IQ=="
    assert posted.headers["x-amz-sns-topic-arn"] == topic
    assert (posted.host, posted.path) == ("shop.example", "/hook")


def test_a_message_is_not_tried_again_when_its_subscription_is_gone(
    place: Place, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.region in topic
    attributes = {"DeliveryPolicy": '{"healthyRetryPolicy": {"numRetries": 9}}'}
    hook = {"arn": f"{topic}:1", "protocol": "https", "endpoint": "https://a.example", "attributes": attributes}
    subscriptions = sns._topics[topic]["subscriptions"]
    subscriptions.append(hook)
    posted: list[str] = []

    def refuse(endpoint: str, body: str, headers: Mapping[str, str]) -> int:
        posted.append(body)
        if len(posted) == 2:
            subscriptions.clear()
        return 500

    monkeypatch.setattr(web_subscriptions, "_post", refuse)
    web_subscriptions._deliver(web_subscriptions._Letter(topic, "https://a.example", "hello"), speed=1e9)
    assert posted == ["hello", "hello"]

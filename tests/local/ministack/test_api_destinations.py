"""Rules that post to web addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.web_receiver import Receiver, receiving

from .conftest import Sandbox

HOST = "crm.example"


@pytest.fixture
def receiver(sandbox: Sandbox) -> Iterator[Receiver]:
    with receiving() as made:
        sandbox.emulator.serve_host(HOST, made.url)
        yield made


def stack(*, key: str = "k1", allowed: bool = True, attempts: int = 3, path: str = "hook") -> dict[str, object]:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "events.amazonaws.com"}}
    arn = {"Fn::GetAtt": ["Address", "Arn"]}
    action = "events:InvokeApiDestination" if allowed else "events:PutEvents"
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": arn}]}
    letters = {"Fn::GetAtt": ["Letters", "Arn"]}
    bury = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": letters}
    bury |= {"Principal": {"Service": "events.amazonaws.com"}}
    target = {
        "Id": "t",
        "Arn": arn,
        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "RetryPolicy": {"MaximumRetryAttempts": attempts, "MaximumEventAgeInSeconds": 3600},
        "DeadLetterConfig": {"Arn": letters},
    }
    api_key = {"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": key}}
    return {
        "Key": {
            "Type": "AWS::Events::Connection",
            "Properties": {"AuthorizationType": "API_KEY", "AuthParameters": api_key},
        },
        "Address": {
            "Type": "AWS::Events::ApiDestination",
            "Properties": {
                "ConnectionArn": {"Fn::GetAtt": ["Key", "Arn"]},
                "InvocationEndpoint": f"https://{HOST}/{path}",
                "HttpMethod": "POST",
            },
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
                "Policies": [{"PolicyName": "p", "PolicyDocument": may}],
            },
        },
        "Letters": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "letters"}},
        "Admit": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {"Queues": [{"Ref": "Letters"}], "PolicyDocument": {"Statement": [bury]}},
        },
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {"EventPattern": {"source": ["own"]}, "Targets": [target]},
        },
    }


def put(sandbox: Sandbox, text: str) -> None:
    entry = {"Source": "own", "DetailType": "x", "Detail": json.dumps({"text": text})}
    sandbox.emulator.client("events", account=sandbox.account).put_events(Entries=[entry])  # type: ignore[list-item]


def letters(sandbox: Sandbox) -> list[dict[str, object]]:
    sqs = sandbox.emulator.client("sqs", account=sandbox.account)
    url = sqs.get_queue_url(QueueName="letters")["QueueUrl"]
    return [json.loads(one["Body"]) for one in sandbox.messages(url)]


def test_an_event_is_posted_with_the_key_and_both_may_change(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.deploy(stack())
    put(sandbox, "first")
    sandbox.wait_for(lambda: len(receiver.posted) == 1 or None)
    sandbox.deploy(stack(key="k2", path="other"))
    put(sandbox, "second")
    sandbox.wait_for(lambda: len(receiver.posted) == 2 or None)
    posted = receiver.posted
    assert [(one.path, one.headers["x-key"]) for one in posted] == [("/hook", "k1"), ("/other", "k2")]
    assert posted[1].json["detail"] == {"text": "second"}
    sandbox.delete()
    events = sandbox.emulator.client("events", account=sandbox.account)
    assert events.list_connections()["Connections"] == []
    assert events.list_api_destinations()["ApiDestinations"] == []


def test_what_is_not_taken_is_tried_as_often_as_the_rule_says_and_kept(
    sandbox: Sandbox, receiver: Receiver
) -> None:
    sandbox.deploy(stack(attempts=1))
    receiver.statuses[:] = [503, 503]
    put(sandbox, "hello")
    (letter,) = letters(sandbox)
    assert letter["detail"] == {"text": "hello"}
    assert len(receiver.posted) == 2


def test_a_no_is_not_asked_twice(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.deploy(stack())
    receiver.statuses[:] = [404]
    put(sandbox, "hello")
    assert len(letters(sandbox)) == 1
    assert len(receiver.posted) == 1


def test_a_host_that_nobody_serves_is_not_reached(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.emulator.serve_host(HOST, "http://127.0.0.1:9")
    sandbox.deploy(stack(attempts=0))
    put(sandbox, "hello")
    assert len(letters(sandbox)) == 1
    assert receiver.posted == []


def test_a_role_that_may_not_invoke_the_address_posts_nothing(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.deploy(stack(allowed=False))
    put(sandbox, "hello")
    cloudwatch = sandbox.emulator.client("cloudwatch", account=sandbox.account)

    def failed() -> bool | None:
        found = cloudwatch.list_metrics(Namespace="AWS/Events", MetricName="FailedInvocations")["Metrics"]
        return bool(found) or None

    sandbox.wait_for(failed)
    assert receiver.posted == []

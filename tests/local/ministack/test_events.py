"""The event bus: events of services, and rules whose targets must let them in."""

from __future__ import annotations

import json

from ministack.services import eventbridge

from ses_constructs.local.ministack.events import put_event
from ses_constructs.local.world import Place

from .conftest import Sandbox

PATTERN = {"source": ["shop"]}


def rule(*targets: dict[str, object]) -> dict[str, object]:
    listed = [{"Id": f"t{number}", **target} for number, target in enumerate(targets)]
    return {
        "Type": "AWS::Events::Rule",
        "Properties": {"Name": "orders", "EventPattern": PATTERN, "Targets": listed},
    }


def policy(action: str, resource: dict[str, object]) -> dict[str, object]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": action,
        "Resource": resource,
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Rule", "Arn"]}}},
    }
    return {"Statement": [statement]}


ARN: dict[str, object] = {"Fn::GetAtt": ["Queue", "Arn"]}
QUEUE = {"Type": "AWS::SQS::Queue"}


def send(sandbox: Sandbox) -> None:
    entry = {"Source": "shop", "DetailType": "Order", "Detail": json.dumps({"id": 7})}
    sandbox.emulator.client("events", account=sandbox.account).put_events(Entries=[entry])  # type: ignore[list-item]


def refused(sandbox: Sandbox) -> list[list[str]]:
    """The values of the dimensions under which failed invocations were counted."""
    found = sandbox.emulator.client("cloudwatch", account=sandbox.account).list_metrics(
        Namespace="AWS/Events", MetricName="FailedInvocations"
    )
    return [[pair["Value"] for pair in metric["Dimensions"]] for metric in found["Metrics"]]


def test_a_queue_that_lets_the_rule_in_gets_the_event(sandbox: Sandbox) -> None:
    queue_policy = {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": policy("sqs:SendMessage", ARN)},
    }
    resources = {"Queue": QUEUE, "Rule": rule({"Arn": ARN}), "Policy": queue_policy}
    url = sandbox.deploy(resources, {"Url": {"Ref": "Queue"}})["Url"]
    send(sandbox)
    (message,) = sandbox.messages(url)
    assert json.loads(message["Body"])["detail"] == {"id": 7}
    assert refused(sandbox) == []


def test_targets_that_do_not_let_the_rule_in_are_counted_as_failed(sandbox: Sandbox) -> None:
    topic = {"Type": "AWS::SNS::Topic"}
    other = policy("sns:Subscribe", {"Ref": "Topic"})
    topic_policy = {
        "Type": "AWS::SNS::TopicPolicy",
        "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": other},
    }
    absent = sandbox.place.arn("lambda", "function:absent")
    resources = {
        "Queue": QUEUE,
        "Topic": topic,
        "Policy": topic_policy,
        "Rule": rule({"Arn": ARN}, {"Arn": {"Ref": "Topic"}}, {"Arn": absent}),
    }
    sandbox.deploy(resources)
    send(sandbox)
    assert refused(sandbox) == [["orders"]]
    log = sandbox.emulator.log.read_text()
    for target in (f"arn:aws:sqs:us-east-1:{sandbox.account}", f"arn:aws:sns:us-east-1:{sandbox.account}", absent):
        assert f"rule orders did not deliver to {target}" in log


def test_nobody_but_a_service_may_speak_for_a_service(sandbox: Sandbox) -> None:
    entry = {"Source": "aws.ses", "DetailType": "Email Bounced", "Detail": "{}"}
    answer = sandbox.emulator.client("events", account=sandbox.account).put_events(Entries=[entry])  # type: ignore[list-item]
    assert answer["FailedEntryCount"] == 1


def test_an_event_of_a_service_has_its_resources_and_detail(place: Place) -> None:
    put_event(place, source="aws.ses", detail_type="Email Bounced", resources=["arn:set"], detail={"a": 1})
    (event,) = eventbridge._events_log_list()
    assert (event["Source"], event["DetailType"]) == ("aws.ses", "Email Bounced")
    assert (event["Resources"], json.loads(event["Detail"])) == (["arn:set"], {"a": 1})
    assert (event["Account"], event["Region"]) == (place.account, place.region)

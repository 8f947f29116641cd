"""How topics sign."""

from __future__ import annotations

import json

import pytest

from .conftest import Sandbox


def topic(**properties: object) -> dict[str, object]:
    return {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t", **properties}}}


@pytest.mark.parametrize("raw", [False, True])
def test_a_message_says_the_version_of_its_topic(sandbox: Sandbox, raw: bool) -> None:
    outputs = {"Arn": {"Ref": "Topic"}}
    arn = sandbox.deploy(topic(SignatureVersion="2"), outputs)["Arn"]
    sns = sandbox.emulator.client("sns", account=sandbox.account)
    sqs = sandbox.emulator.client("sqs", account=sandbox.account)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": queue}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [statement]})})
    sns.subscribe(
        TopicArn=arn, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": str(raw).lower()}
    )

    def heard() -> str:
        sns.publish(TopicArn=arn, Message="hello")
        (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return message["Body"]

    if raw:
        assert heard() == "hello"
        return
    assert json.loads(heard())["SignatureVersion"] == "2"
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["SignatureVersion"] == "2"
    sandbox.deploy(topic(DisplayName="changed"), outputs)
    assert json.loads(heard())["SignatureVersion"] == "1"

"""A stack as CloudFormation keeps it."""

from __future__ import annotations

import pytest

from ses_constructs.errors import SesConstructsError
from tests.doctor.conftest import ID, stack_of

RESOURCES = """
Topic: {Type: AWS::SNS::Topic}
Queue: {Type: AWS::SQS::Queue}
Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Topic, !GetAtt Queue.Arn,
  !Sub 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:x', !GetAtt Queue.Nothing]}}
"""


def test_references_read_as_what_was_deployed() -> None:
    stack = stack_of(RESOURCES, {"cloudformation.describe_stack_resource": "ValidationError"})
    (alarm, name), *_ = stack.of_type("AWS::CloudWatch::Alarm")
    assert name == stack.physical_id(alarm) == "alarm"
    assert [stack.text(item) for item in alarm.get("AlarmActions").items] == [
        "topic",
        "arn:aws:sqs:eu-west-1:111122223333:queue",
        "arn:aws:sns:eu-west-1:111122223333:x",
        None,
    ]


CONDITIONAL = """
Conditions: {Live: !Equals [!Ref Stage, !Ref AWS::Region]}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [Live, live, !Ref AWS::NoValue]}}
"""


@pytest.mark.parametrize(("value", "name"), [("eu-west-1", "live"), ("us-east-1", None)])
def test_the_branch_that_was_deployed_is_the_value(value: str, name: str | None) -> None:
    # The value itself names a parameter of Systems Manager.
    parameter = {"ParameterKey": "Stage", "ParameterValue": "/stage", "ResolvedValue": value}
    described = {"Stacks": [{"StackId": ID, "StackName": "Mail", "Parameters": [parameter]}]}
    stack = stack_of(CONDITIONAL, {"cloudformation.describe_stacks": described})
    [(topic, _)] = stack.of_type("AWS::SNS::Topic")
    assert topic.get("TopicName").literal == name
    assert topic.get("TopicName").absent is (name is None)


def test_a_stack_that_is_not_described_is_one_clear_error() -> None:
    stack = stack_of(CONDITIONAL, {"cloudformation.describe_stacks": "ValidationError"})
    with pytest.raises(SesConstructsError, match="CloudFormation does not show stack 'Mail'"):
        print(stack.template)


def test_resources_that_do_not_exist_are_left_out() -> None:
    summary = {"LogicalResourceId": "Topic", "ResourceStatus": "CREATE_COMPLETE", "PhysicalResourceId": "t"}
    gone = {"LogicalResourceId": "Queue", "ResourceStatus": "DELETE_COMPLETE", "PhysicalResourceId": "q"}
    answer = {"StackResourceSummaries": [summary, gone]}
    stack = stack_of(RESOURCES, {"cloudformation.list_stack_resources": answer})
    assert list(stack.template.resources) == ["Topic"]


@pytest.mark.parametrize("operation", ["get_template", "list_stack_resources"])
def test_a_stack_that_is_not_there_is_one_clear_error(operation: str) -> None:
    stack = stack_of(RESOURCES, {f"cloudformation.{operation}": "ValidationError"})
    with pytest.raises(SesConstructsError, match="CloudFormation does not show stack 'Mail'") as refused:
        print(stack.template)
    assert refused.value.fix


@pytest.mark.parametrize("body", ["", "Resources", "{", "[]", "Resources: []", "A: &a [*a", "\x00", "{}" * 1000])
def test_a_template_that_is_none_is_one_clear_error(body: str) -> None:
    stack = stack_of(RESOURCES, {"cloudformation.get_template": {"TemplateBody": body}})
    with pytest.raises(SesConstructsError) as refused:
        print(stack.template)
    assert refused.value.fix


def test_a_template_in_yaml_is_read() -> None:
    body = {"TemplateBody": "Resources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n"}
    assert list(stack_of(RESOURCES, {"cloudformation.get_template": body}).template.resources) == ["Topic"]

"""Topics that actions tell about what they did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import (
    BounceAction,
    LambdaAction,
    ReceiptRuleSet,
    S3Action,
    SnsAction,
    StopAction,
)
from ses_constructs.receiving.receipt_action import ReceiptAction

if TYPE_CHECKING:
    from tests.receiving.conftest import Read

    Reader = Callable[[cdk.Stack], Read]

NOTIFYING: dict[str, Callable[[cdk.Stack, sns.ITopic], ReceiptAction]] = {
    "s3": lambda stack, topic: S3Action(bucket=_bucket(stack), topic=topic),
    "sns": lambda _stack, topic: SnsAction(topic=topic),
    "lambda": lambda stack, topic: LambdaAction(function=_function(stack), topic=topic),
    "bounce": lambda _stack, topic: BounceAction(sender="bounces@example.com", topic=topic),
    "stop": lambda _stack, topic: StopAction(topic=topic),
}


def _bucket(stack: cdk.Stack) -> Any:
    from aws_cdk import aws_s3 as s3

    return s3.Bucket(stack, "Bucket")


def _function(stack: cdk.Stack) -> Any:
    from aws_cdk import aws_lambda as lambda_

    return lambda_.Function.from_function_name(stack, "Function", "handler")


@pytest.mark.parametrize("kind", NOTIFYING)
def test_the_topic_of_an_action_lets_this_rule_publish_before_it_is_made(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Any], kind: str
) -> None:
    topic = sns.Topic(irish_stack, "Topic", enforce_ssl=True)
    inbound = ReceiptRuleSet(irish_stack, "Inbound", receipt_rule_set_name="inbound")
    action = NOTIFYING[kind](irish_stack, topic)
    inbound.add_rule("Rule", catch_all=True, receipt_rule_name="support", actions=[action])
    template = read(irish_stack)
    (statement,) = template.statements("AWS::SNS::TopicPolicy")
    assert statement["Action"] == "sns:Publish"
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": rule_arn("inbound", "support")},
    }
    assert template.id_of("AWS::SNS::TopicPolicy") in template.waits_for(template.id_of("AWS::SES::ReceiptRule"))
    ((settings,),) = ([*action.values()] for action in template.actions())
    assert settings["TopicArn"] == {"Ref": template.id_of("AWS::SNS::Topic")}


@pytest.mark.parametrize("kind", NOTIFYING)
def test_a_fifo_topic_is_refused_by_every_action(irish_stack: cdk.Stack, kind: str) -> None:
    topic = sns.Topic(irish_stack, "Topic", fifo=True)
    with pytest.raises(InvalidSettingError, match="use a standard topic"):
        NOTIFYING[kind](irish_stack, topic)


def test_a_topic_with_the_key_aws_manages_is_refused(irish_stack: cdk.Stack) -> None:
    key = kms.Alias.from_alias_name(irish_stack, "Key", "alias/aws/sns")
    with pytest.raises(InvalidSettingError, match=r"kms\.Key of your own"):
        SnsAction(topic=sns.Topic(irish_stack, "Topic", master_key=key))


def test_the_own_key_of_a_topic_lets_ses_in(irish_stack: cdk.Stack, read: Reader) -> None:
    topic = sns.Topic(irish_stack, "Topic", master_key=kms.Key(irish_stack, "Key"))
    ReceiptRuleSet(irish_stack, "Inbound").add_rule("Rule", catch_all=True, actions=[SnsAction(topic=topic)])
    statements = read(irish_stack).only("AWS::KMS::Key")["Properties"]["KeyPolicy"]["Statement"]
    (statement,) = (s for s in statements if s["Principal"] == {"Service": "ses.amazonaws.com"})
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_an_imported_topic_gets_a_warning_with_the_statement(
    irish_stack: cdk.Stack, warnings: Callable[[cdk.Stack], list[str]]
) -> None:
    topic = sns.Topic.from_topic_arn(irish_stack, "Topic", "arn:aws:sns:eu-west-1:111122223333:mail")
    ReceiptRuleSet(irish_stack, "Inbound").add_rule("Rule", catch_all=True, actions=[SnsAction(topic=topic)])
    (warning,) = warnings(irish_stack)
    assert "ses-constructs:topic-policy" in warning
    assert "sns:Publish" in warning


def test_a_topic_of_another_region_is_refused(app: cdk.App, irish_stack: cdk.Stack) -> None:
    there = cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region="us-east-1"))
    topic = sns.Topic(there, "Topic", topic_name="mail")
    inbound = ReceiptRuleSet(irish_stack, "Inbound")
    with pytest.raises(InvalidSettingError, match="is in us-east-1, and the rule in eu-west-1"):
        inbound.add_rule("Rule", catch_all=True, actions=[SnsAction(topic=topic)])


def test_a_topic_of_another_stack_makes_no_circle(app: cdk.App, stack: cdk.Stack, read: Reader) -> None:
    notices = cdk.Stack(app, "Notices")
    topic = sns.Topic(notices, "Topic")
    ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[SnsAction(topic=topic)])
    app.synth()
    assert notices in stack.dependencies
    assert len(read(notices).statements("AWS::SNS::TopicPolicy")) == 1

"""Actions that hand a message to another service, and exactly what their roles may do."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager import (
    DeliverToMailboxAction,
    DeliverToQBusinessAction,
    LambdaAction,
    RuleSet,
    S3Action,
    SnsAction,
    SnsPayload,
)
from ses_constructs.mail_manager.rule_action import RuleAction
from tests.mail_manager.reading import role_statements, the

ORGANIZATION = "arn:aws:workmail:eu-west-1:111122223333:organization/m-1"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0000"


def action_of(stack: cdk.Stack, action: RuleAction) -> dict[str, Any]:
    RuleSet(stack, "Rules").add_rule("Rule", actions=[action])
    (rule,) = the(stack, "AWS::SES::MailManagerRuleSet")["Rules"]
    (made,) = rule["Actions"]
    (settings,) = made.values()
    assert "Fn::GetAtt" in settings.pop("RoleArn")
    return {**settings, "kind": next(iter(made))}


def allowed(action: str | list[str], resource: str | list[str]) -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def imported_bucket(stack: cdk.Stack) -> s3.IBucket:
    return s3.Bucket.from_bucket_attributes(stack, "Bucket", bucket_arn="arn:aws:s3:::mail", bucket_name="mail")


def test_saving_may_write_below_the_prefix_alone(stack: cdk.Stack) -> None:
    assert action_of(stack, S3Action(bucket=imported_bucket(stack), prefix="orders/")) == {
        "kind": "WriteToS3",
        "S3Bucket": "mail",
        "S3Prefix": "orders/",
        "ActionFailurePolicy": "CONTINUE",
    }
    assert role_statements(stack) == [
        allowed("s3:PutObject", "arn:aws:s3:::mail/orders/*"),
        allowed("s3:ListBucket", "arn:aws:s3:::mail"),
    ]


def test_saving_may_use_the_keys_of_the_object_and_of_the_bucket(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Bucket", encryption_key=kms.Key(stack, "Key"))
    made = action_of(stack, S3Action(bucket=bucket, encryption_key=kms.Key.from_key_arn(stack, "Other", KEY)))
    assert made["S3SseKmsKeyId"] == KEY
    assert "S3Prefix" not in made
    own = {"Fn::GetAtt": [stack.get_logical_id(bucket.encryption_key.node.default_child), "Arn"]}  # type: ignore[union-attr, arg-type]
    assert role_statements(stack)[2] == {
        "Effect": "Allow",
        "Action": ["kms:Encrypt", "kms:GenerateDataKey"],
        "Resource": [KEY, own],
    }


@pytest.mark.parametrize("prefix", ["a*", "a?", "ä/", "x" * 63])
def test_a_prefix_that_would_open_more_is_refused(stack: cdk.Stack, prefix: str) -> None:
    with pytest.raises(InvalidSettingError, match="prefix="):
        S3Action(bucket=imported_bucket(stack), prefix=prefix)


def test_a_bucket_with_a_name_too_long_for_mail_manager_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="more than the 62"):
        S3Action(bucket=s3.Bucket.from_bucket_name(stack, "Bucket", "x" * 63))


def test_a_bucket_of_another_account_needs_its_own_leave(irish_stack: cdk.Stack) -> None:
    other = s3.Bucket.from_bucket_attributes(irish_stack, "Bucket", bucket_name="mail", account="444455556666")
    action_of(irish_stack, S3Action(bucket=other))
    Annotations.from_stack(irish_stack).has_warning("/Irish/Rules", Match.string_like_regexp("444455556666"))


def test_publishing_may_publish_and_use_the_topics_key(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic", master_key=kms.Key.from_key_arn(stack, "Key", KEY))
    made = action_of(stack, SnsAction(topic=topic, payload=SnsPayload.HEADERS))
    ref = stack.resolve(topic.topic_arn)
    assert made == {
        "kind": "PublishToSns",
        "TopicArn": ref,
        "Encoding": "BASE64",
        "PayloadType": "HEADERS",
        "ActionFailurePolicy": "CONTINUE",
    }
    assert role_statements(stack) == [
        allowed("sns:Publish", ref),
        allowed(["kms:Decrypt", "kms:GenerateDataKey"], KEY),
    ]


def test_a_fifo_topic_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="FIFO"):
        SnsAction(topic=sns.Topic(stack, "Topic", fifo=True))


def test_invoking_may_invoke_the_one_function(stack: cdk.Stack) -> None:
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:mail:live"
    function = lambda_.Function.from_function_arn(stack, "Function", arn)
    made = action_of(stack, LambdaAction(function=function, wait=True, retry=cdk.Duration.hours(36)))
    assert made == {
        "kind": "InvokeLambda",
        "FunctionArn": arn,
        "InvocationType": "REQUEST_RESPONSE",
        "RetryTimeMinutes": 2160,
        "ActionFailurePolicy": "CONTINUE",
    }
    assert role_statements(stack) == [allowed("lambda:InvokeFunction", arn)]


@pytest.mark.parametrize("retry", [cdk.Duration.seconds(90), cdk.Duration.hours(37)])
def test_a_time_that_is_not_whole_minutes_of_36_hours_is_refused(stack: cdk.Stack, retry: cdk.Duration) -> None:
    function = lambda_.Function.from_function_name(stack, "Function", "mail")
    with pytest.raises(InvalidSettingError, match="is no time"):
        LambdaAction(function=function, retry=retry)


def test_delivering_to_a_mailbox_may_do_so_in_the_one_organization(stack: cdk.Stack) -> None:
    made = action_of(stack, DeliverToMailboxAction(organization_arn=ORGANIZATION))
    assert (made["kind"], made["MailboxArn"]) == ("DeliverToMailbox", ORGANIZATION)
    assert role_statements(stack) == [allowed("workmail:DeliverToMailbox", ORGANIZATION)]
    with pytest.raises(InvalidSettingError, match="no ARN of a WorkMail organization"):
        DeliverToMailboxAction(organization_arn="m-1")


def test_delivering_to_q_business_may_write_to_the_one_index(irish_stack: cdk.Stack) -> None:
    application, index = "a" * 36, "b" * 36
    action_of(
        irish_stack,
        DeliverToQBusinessAction(
            application_id=application,
            index_id=index,
            encryption_key=kms.Key.from_key_arn(irish_stack, "Key", KEY),
        ),
    )
    write, use = role_statements(irish_stack)
    assert write["Action"] == "qbusiness:BatchPutDocument"
    ending = f":qbusiness:eu-west-1:111122223333:application/{application}/index/{index}"
    assert write["Resource"]["Fn::Join"][1][-1] == ending
    assert use == {
        **allowed(["kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"], KEY),
        "Condition": {
            "StringEquals": {
                "kms:ViaService": "qbusiness.eu-west-1.amazonaws.com",
                "kms:CallerAccount": "111122223333",
            }
        },
    }
    with pytest.raises(InvalidSettingError, match="index_id="):
        DeliverToQBusinessAction(application_id=application, index_id="b")

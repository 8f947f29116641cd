"""What each action writes into the template, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import (
    AddHeaderAction,
    BounceAction,
    BounceTemplate,
    LambdaAction,
    ReceiptRuleSet,
    S3Action,
    SnsAction,
    StopAction,
)

if TYPE_CHECKING:
    from ses_constructs.receiving.receipt_action import ReceiptAction
    from tests.receiving.conftest import Read

    Rendered = Callable[[ReceiptAction], dict[str, Any]]


@pytest.fixture
def rendered(stack: cdk.Stack, read: Callable[[cdk.Stack], Read]) -> Rendered:
    """An action as the template has it."""

    def of(action: ReceiptAction) -> dict[str, Any]:
        ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[action])
        (made,) = read(stack).actions()
        return made

    return of


def function(stack: cdk.Stack, timeout: cdk.Duration | None = None) -> lambda_.Function:
    return lambda_.Function(
        stack,
        "Function",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        runtime=lambda_.Runtime.PYTHON_3_14,
        timeout=timeout,
    )


def test_mail_is_saved_under_the_prefix(stack: cdk.Stack, rendered: Rendered) -> None:
    bucket = s3.Bucket(stack, "Bucket")
    assert rendered(S3Action(bucket=bucket, prefix="support/")) == {
        "S3Action": {"BucketName": stack.resolve(bucket.bucket_name), "ObjectKeyPrefix": "support/"}
    }


def test_without_a_prefix_none_is_written(stack: cdk.Stack, rendered: Rendered) -> None:
    assert "ObjectKeyPrefix" not in rendered(S3Action(bucket=s3.Bucket(stack, "Bucket")))["S3Action"]


@pytest.mark.parametrize("prefix", ["*", "mail?/"])
def test_a_prefix_that_would_open_more_of_the_bucket_is_refused(stack: cdk.Stack, prefix: str) -> None:
    with pytest.raises(InvalidSettingError, match="leave '\\*' and '\\?' out"):
        S3Action(bucket=s3.Bucket(stack, "Bucket"), prefix=prefix)


def test_a_prefix_that_is_not_known_yet_is_not_looked_into(stack: cdk.Stack, rendered: Rendered) -> None:
    prefix = cdk.CfnParameter(stack, "Prefix").value_as_string
    made = rendered(S3Action(bucket=s3.Bucket(stack, "Bucket"), prefix=prefix))
    assert made["S3Action"]["ObjectKeyPrefix"] == {"Ref": "Prefix"}


@pytest.mark.parametrize(("base64", "encoding"), [(True, "Base64"), (False, "UTF-8")])
def test_content_is_published_in_the_encoding_asked_for(
    stack: cdk.Stack, rendered: Rendered, base64: bool, encoding: str
) -> None:
    topic = sns.Topic(stack, "Topic")
    assert rendered(SnsAction(topic=topic, base64=base64)) == {
        "SNSAction": {"TopicArn": stack.resolve(topic.topic_arn), "Encoding": encoding}
    }


def test_base64_is_the_default(stack: cdk.Stack) -> None:
    assert SnsAction(topic=sns.Topic(stack, "Topic")).base64 is True


@pytest.mark.parametrize(("wait", "invocation"), [(False, "Event"), (True, "RequestResponse")])
def test_a_function_is_waited_for_only_when_asked_to(
    stack: cdk.Stack, rendered: Rendered, wait: bool, invocation: str
) -> None:
    target = function(stack)
    assert rendered(LambdaAction(function=target, wait=wait)) == {
        "LambdaAction": {"FunctionArn": stack.resolve(target.function_arn), "InvocationType": invocation}
    }


def test_ses_does_not_wait_for_a_function_that_may_run_longer(stack: cdk.Stack) -> None:
    slow = function(stack, cdk.Duration.seconds(31))
    with pytest.raises(InvalidSettingError, match="may run for 31 seconds: SES waits for 30"):
        LambdaAction(function=slow, wait=True)
    assert LambdaAction(function=slow).wait is False


def test_ses_waits_for_a_function_of_thirty_seconds_or_of_unknown_length(stack: cdk.Stack) -> None:
    LambdaAction(function=function(stack, cdk.Duration.seconds(30)), wait=True)
    LambdaAction(function=lambda_.Function.from_function_name(stack, "Imported", "handler"), wait=True)


def test_a_function_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    arn = "arn:aws:lambda:us-east-1:111122223333:function:far"
    far = lambda_.Function.from_function_arn(irish_stack, "Far", arn)
    inbound = ReceiptRuleSet(irish_stack, "Inbound")
    with pytest.raises(InvalidSettingError, match="is in us-east-1, and the rule in eu-west-1"):
        inbound.add_rule("Rule", catch_all=True, actions=[LambdaAction(function=far)])


def test_a_bounce_tells_what_the_template_says(rendered: Rendered) -> None:
    assert rendered(BounceAction(template=BounceTemplate.UNKNOWN_FAILURE, sender="no@example.com")) == {
        "BounceAction": {
            "Message": "Unknown failure",
            "Sender": "no@example.com",
            "SmtpReplyCode": "554",
            "StatusCode": "5.0.0",
        }
    }


def test_a_bounce_without_a_template_says_that_there_is_no_such_mailbox() -> None:
    assert BounceAction(sender="no@example.com").template is BounceTemplate.MAILBOX_DOES_NOT_EXIST


def test_the_sender_of_a_bounce_is_an_address() -> None:
    with pytest.raises(InvalidSettingError, match="name@example.com"):
        BounceAction(sender="example.com")


def test_stop_ends_the_rule_set(rendered: Rendered) -> None:
    assert rendered(StopAction()) == {"StopAction": {"Scope": "RuleSet"}}


def test_a_header_is_added(rendered: Rendered) -> None:
    assert rendered(AddHeaderAction(name="X-Team", value="support")) == {
        "AddHeaderAction": {"HeaderName": "X-Team", "HeaderValue": "support"}
    }


@pytest.mark.parametrize("name", ["", "X_Team", "X Team", "X-Team:", "x" * 51, "Tëam"])
def test_a_header_name_that_ses_refuses_is_refused(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="1 to 50 letters, digits and dashes"):
        AddHeaderAction(name=name, value="support")


@pytest.mark.parametrize(
    ("value", "fix"), [("x" * 2048, "at most 2047"), ("a\nb", "one line"), ("a\rb", "one line")]
)
def test_a_header_value_that_ses_refuses_is_refused(value: str, fix: str) -> None:
    with pytest.raises(InvalidSettingError, match=fix):
        AddHeaderAction(name="X-Team", value=value)


def test_a_header_value_of_the_longest_length_is_taken() -> None:
    assert len(AddHeaderAction(name="x" * 50, value="x" * 2047).value) == 2047


def test_equal_actions_are_equal() -> None:
    assert AddHeaderAction(name="X-Team", value="a") == AddHeaderAction(name="X-Team", value="a")
    assert BounceAction(sender="no@example.com") != BounceAction(sender="other@example.com")

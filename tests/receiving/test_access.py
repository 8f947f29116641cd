"""What SES may do for a rule, and that it may before the rule is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import LambdaAction, ReceiptRuleSet, S3Action

if TYPE_CHECKING:
    from ses_constructs.receiving.receipt_action import ReceiptAction
    from tests.receiving.conftest import Read

    Reader = Callable[[cdk.Stack], Read]

RULE = "AWS::SES::ReceiptRule"


def add_rule(stack: cdk.Stack, *actions: ReceiptAction, rule_set: str = "inbound", rule: str = "support") -> None:
    inbound = ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name=rule_set)
    inbound.add_rule("Rule", catch_all=True, receipt_rule_name=rule, actions=actions)


def function(scope: cdk.Stack) -> lambda_.Function:
    return lambda_.Function(
        scope,
        "Function",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        runtime=lambda_.Runtime.PYTHON_3_14,
    )


def conditions(arn: object) -> dict[str, Any]:
    return {"StringEquals": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn": arn}}


def test_only_this_rule_writes_and_only_below_the_prefix(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Any]
) -> None:
    bucket = s3.Bucket(irish_stack, "Bucket")
    add_rule(irish_stack, S3Action(bucket=bucket, prefix="support/"))
    template = read(irish_stack)
    (statement,) = template.statements("AWS::S3::BucketPolicy")
    assert statement["Action"] == "s3:PutObject"
    bucket_arn = {"Fn::GetAtt": [template.id_of("AWS::S3::Bucket"), "Arn"]}
    assert statement["Resource"] == {"Fn::Join": ["", [bucket_arn, "/support/*"]]}
    assert statement["Condition"] == conditions(rule_arn("inbound", "support"))


def test_the_bucket_policy_exists_before_the_rule(irish_stack: cdk.Stack, read: Reader) -> None:
    add_rule(irish_stack, S3Action(bucket=s3.Bucket(irish_stack, "Bucket")))
    template = read(irish_stack)
    assert template.id_of("AWS::S3::BucketPolicy") in template.waits_for(template.id_of(RULE))


def test_the_key_of_a_bucket_lets_the_rule_in(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Any]
) -> None:
    bucket = s3.Bucket(irish_stack, "Bucket", encryption=s3.BucketEncryption.KMS)
    add_rule(irish_stack, S3Action(bucket=bucket))
    template = read(irish_stack)
    key_policy = template.only("AWS::KMS::Key")["Properties"]["KeyPolicy"]
    (statement,) = (s for s in key_policy["Statement"] if s["Principal"] == {"Service": "ses.amazonaws.com"})
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert statement["Condition"] == conditions(rule_arn("inbound", "support"))
    assert template.id_of("AWS::KMS::Key") in template.waits_for(template.id_of(RULE))


def test_the_rule_waits_for_the_key_of_an_imported_bucket(irish_stack: cdk.Stack, read: Reader) -> None:
    key = kms.Key(irish_stack, "Key")
    bucket = s3.Bucket.from_bucket_attributes(irish_stack, "Bucket", bucket_name="mail", encryption_key=key)
    add_rule(irish_stack, S3Action(bucket=bucket))
    template = read(irish_stack)
    assert template.id_of("AWS::KMS::Key") in template.waits_for(template.id_of(RULE))


def test_an_imported_bucket_gets_a_warning_with_the_statement(
    irish_stack: cdk.Stack, warnings: Callable[[cdk.Stack], list[str]]
) -> None:
    add_rule(irish_stack, S3Action(bucket=s3.Bucket.from_bucket_name(irish_stack, "Bucket", "mail-of-others")))
    (warning,) = warnings(irish_stack)
    assert "ses-constructs:bucket-policy" in warning
    assert "s3:PutObject" in warning
    assert "mail-of-others/*" in warning
    assert "receipt-rule/support" in warning


def test_an_imported_key_gets_a_warning_with_the_statement(
    irish_stack: cdk.Stack, warnings: Callable[[cdk.Stack], list[str]]
) -> None:
    key = kms.Key.from_key_arn(irish_stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/1")
    bucket = s3.Bucket(irish_stack, "Bucket", encryption=s3.BucketEncryption.KMS, encryption_key=key)
    add_rule(irish_stack, S3Action(bucket=bucket))
    (warning,) = warnings(irish_stack)
    assert "ses-constructs:key-policy" in warning
    assert "kms:GenerateDataKey*" in warning


@pytest.mark.parametrize("imported", [False, True])
def test_only_this_rule_invokes_the_function_and_may_before_it_is_made(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Any], imported: bool
) -> None:
    target: lambda_.IFunction = function(irish_stack)
    if imported:
        target = lambda_.Function.from_function_name(irish_stack, "Imported", "handler")
    add_rule(irish_stack, LambdaAction(function=target))
    template = read(irish_stack)
    permission = template.only("AWS::Lambda::Permission")["Properties"]
    assert permission == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": irish_stack.resolve(target.function_arn),
        "Principal": "ses.amazonaws.com",
        "SourceAccount": "111122223333",
        "SourceArn": rule_arn("inbound", "support"),
    }
    assert template.id_of("AWS::Lambda::Permission") in template.waits_for(template.id_of(RULE))


def test_a_function_used_twice_by_a_rule_gets_one_permission(irish_stack: cdk.Stack, read: Reader) -> None:
    action = LambdaAction(function=function(irish_stack))
    add_rule(irish_stack, action, action)
    assert len(read(irish_stack).of_type("AWS::Lambda::Permission")) == 1


def test_a_function_of_another_account_gets_a_warning_with_the_statement(
    irish_stack: cdk.Stack, read: Reader, warnings: Callable[[cdk.Stack], list[str]]
) -> None:
    arn = "arn:aws:lambda:eu-west-1:999999999999:function:theirs"
    add_rule(irish_stack, LambdaAction(function=lambda_.Function.from_function_arn(irish_stack, "F", arn)))
    assert read(irish_stack).of_type("AWS::Lambda::Permission") == {}
    (warning,) = warnings(irish_stack)
    assert "ses-constructs:function-policy" in warning
    assert "lambda:InvokeFunction" in warning
    assert arn in warning


def test_a_bucket_and_a_function_of_another_stack_make_no_circle(app: cdk.App, read: Reader) -> None:
    env = cdk.Environment(account="111122223333", region="eu-west-1")
    storage, receiving = cdk.Stack(app, "Storage", env=env), cdk.Stack(app, "Receiving", env=env)
    bucket = s3.Bucket(storage, "Bucket", encryption=s3.BucketEncryption.KMS)
    target = function(storage)
    inbound = ReceiptRuleSet(receiving, "Inbound")
    inbound.add_rule("Rule", catch_all=True, actions=[S3Action(bucket=bucket), LambdaAction(function=target)])
    app.synth()
    assert storage in receiving.dependencies
    assert receiving not in storage.dependencies
    (statement,) = read(storage).statements("AWS::S3::BucketPolicy")
    (name,) = read(receiving).rules()
    assert name in str(statement["Condition"]["ArnLike"])


def test_a_bucket_of_another_region_is_written_to(app: cdk.App) -> None:
    there = cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region="us-east-1"))
    here = cdk.Stack(app, "Here", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    bucket = s3.Bucket(there, "Bucket", bucket_name="mail-of-the-group")
    add_rule(here, S3Action(bucket=bucket))
    app.synth()


def test_a_bucket_whose_mail_would_be_locked_is_refused(stack: cdk.Stack) -> None:
    retention = s3.ObjectLockRetention.governance(cdk.Duration.days(30))
    locked = s3.Bucket(stack, "Locked", object_lock_default_retention=retention)
    inbound = ReceiptRuleSet(stack, "Locking")
    with pytest.raises(InvalidSettingError, match="leave object_lock_default_retention out"):
        inbound.add_rule("Rule", catch_all=True, actions=[S3Action(bucket=locked)])


def test_object_lock_without_a_default_is_no_trap(stack: cdk.Stack) -> None:
    bucket = s3.Bucket(stack, "Lockable", object_lock_enabled=True)
    inbound = ReceiptRuleSet(stack, "Locking")
    assert inbound.add_rule("Rule", catch_all=True, actions=[S3Action(bucket=bucket)]).node.id == "Rule"

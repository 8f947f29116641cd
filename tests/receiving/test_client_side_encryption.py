"""Messages that SES encrypts before Amazon S3 sees them."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import ClientSideEncryption, ReceiptRuleSet, S3Action
from tests.receiving.conftest import Json, Read

Reader = Callable[[cdk.Stack], Read]


def save(stack: cdk.Stack, encryption: ClientSideEncryption) -> None:
    ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="set").add_rule(
        "Rule",
        recipients=["example.com"],
        actions=[S3Action(bucket=s3.Bucket(stack, "Bucket"), encryption=encryption)],
        receipt_rule_name="rule",
    )


def test_the_key_lets_this_rule_make_data_keys_and_nothing_else(
    irish_stack: cdk.Stack, read: Reader, rule_arn: Callable[..., Json]
) -> None:
    key = kms.Key(irish_stack, "Key")
    save(irish_stack, ClientSideEncryption.with_key(key))
    template = read(irish_stack)
    (policy,) = [made["Properties"]["KeyPolicy"] for made in template.of_type("AWS::KMS::Key").values()]
    (statement,) = [s for s in policy["Statement"] if s["Principal"] == {"Service": "ses.amazonaws.com"}]
    assert statement["Action"] == "kms:GenerateDataKey*"
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": rule_arn("set", "rule")},
    }
    (action,) = template.actions()
    assert action["S3Action"]["KmsKeyArn"] == irish_stack.resolve(key.key_arn)
    assert template.id_of("AWS::KMS::Key") in template.waits_for(template.id_of("AWS::SES::ReceiptRule"))


def test_the_key_that_aws_manages_for_ses_is_named_by_its_alias(irish_stack: cdk.Stack, read: Reader) -> None:
    save(irish_stack, ClientSideEncryption.with_key_of_ses())
    (action,) = read(irish_stack).actions()
    assert action["S3Action"]["KmsKeyArn"] == {
        "Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":kms:eu-west-1:111122223333:alias/aws/ses"]]
    }


def test_an_imported_key_is_told_of(stack: cdk.Stack, warnings: Callable[[cdk.Stack], list[str]]) -> None:
    arn = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    save(stack, ClientSideEncryption.with_key(kms.Key.from_key_arn(stack, "Key", arn)))
    (text,) = [text for text in warnings(stack) if "client-side-key-policy" in text]
    assert "kms:GenerateDataKey*" in text


def test_a_key_of_another_region_is_refused(irish_stack: cdk.Stack) -> None:
    arn = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    with pytest.raises(InvalidSettingError, match="use a key of eu-west-1"):
        save(irish_stack, ClientSideEncryption.with_key(kms.Key.from_key_arn(irish_stack, "Key", arn)))


def test_without_it_no_key_is_named(stack: cdk.Stack, read: Reader) -> None:
    action = S3Action(bucket=s3.Bucket(stack, "Bucket"))
    ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[action])
    assert "KmsKeyArn" not in read(stack).actions()[0]["S3Action"]

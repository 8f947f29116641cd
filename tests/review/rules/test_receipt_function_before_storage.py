"""The rule receipt-function-before-storage."""

from __future__ import annotations

from collections.abc import Callable


def test_storing_first_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: a}}, {
      LambdaAction: {FunctionArn: b}}]}}}
    """
    assert found(template) == []


def test_a_function_that_decides_may_come_first(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {FunctionArn: b,
      InvocationType: RequestResponse}}, {S3Action: {BucketName: a}}]}}}
    """
    assert found(template) == []


def test_the_function_first_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {FunctionArn: b}}, {
      S3Action: {BucketName: a}}]}}}
    """
    assert found(template) == ["Rule"]

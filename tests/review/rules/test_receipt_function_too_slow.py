"""The rule receipt-function-too-slow."""

from __future__ import annotations

from collections.abc import Callable


def test_thirty_seconds_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function, Properties: {Timeout: 30}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {
      FunctionArn: !GetAtt Function.Arn, InvocationType: RequestResponse}}]}}}
    """
    assert found(template) == []


def test_a_minute_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function, Properties: {Timeout: 60}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {
      FunctionArn: !GetAtt Function.Arn, InvocationType: RequestResponse}}]}}}
    """
    assert found(template) == ["Rule"]

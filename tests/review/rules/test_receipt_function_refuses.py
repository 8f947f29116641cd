"""The rule receipt-function-refuses."""

from __future__ import annotations

from collections.abc import Callable


def test_a_permission_on_an_alias_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function}
    Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function}}
    Permission: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Live,
      Principal: ses.amazonaws.com}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {
      FunctionArn: !Ref Live}}]}}}
    """
    assert found(template) == []


def test_no_permission_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{LambdaAction: {
      FunctionArn: !GetAtt Function.Arn}}]}}}
    """
    assert found(template) == ["Rule"]

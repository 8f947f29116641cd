"""The rule receipt-mail-unreadable."""

from __future__ import annotations

from collections.abc import Callable


def test_mail_that_is_not_encrypted_by_ses_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: a}}, {
      LambdaAction: {FunctionArn: !GetAtt Function.Arn}}]}}}
    """
    assert found(template) == []


def test_a_java_function_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Function: {Type: AWS::Lambda::Function, Properties: {Runtime: java21}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: a,
      KmsKeyArn: !GetAtt Key.Arn}}, {LambdaAction: {FunctionArn: !GetAtt Function.Arn}}]}}}
    """
    assert found(template) == []


def test_a_python_function_behind_the_bucket_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Key: {Type: AWS::KMS::Key}
    Function: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13}}
    Bucket: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{
      Function: !GetAtt Function.Arn}]}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: !Ref Bucket,
      KmsKeyArn: !GetAtt Key.Arn}}]}}}
    """
    assert found(template) == ["Rule"]

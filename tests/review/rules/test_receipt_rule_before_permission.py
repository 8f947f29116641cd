"""The rule receipt-rule-before-permission."""

from __future__ import annotations

from collections.abc import Callable


def test_depends_on_and_references_both_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{
      Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "s3:PutObject"}]}}}
    Rule: {Type: AWS::SES::ReceiptRule, DependsOn: Policy, Properties: {Rule: {Actions: [{S3Action: {
      BucketName: !Ref Bucket}}]}}}
    Later: {Type: AWS::SES::ReceiptRule, Properties: {After: !Ref Rule, Rule: {Actions: [{S3Action: {
      BucketName: !Ref Bucket}}]}}}
    """
    assert found(template) == []


def test_a_rule_that_does_not_wait_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{
      Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "s3:PutObject"}]}}}
    Function: {Type: AWS::Lambda::Function}
    Permission: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Function,
      Principal: ses.amazonaws.com}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: !Ref Bucket}}, {
      LambdaAction: {FunctionArn: !GetAtt Function.Arn}}]}}}
    """
    assert found(template) == ["Rule", "Rule"]


def test_an_action_that_acts_as_a_role_needs_no_bucket_policy(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{
      Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "s3:PutObject"}]}}}
    Role: {Type: AWS::IAM::Role}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: !Ref Bucket,
      IamRoleArn: !GetAtt Role.Arn}}]}}}
    """
    assert found(template) == []

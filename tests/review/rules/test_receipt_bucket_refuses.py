"""The rule receipt-bucket-refuses."""

from __future__ import annotations

from collections.abc import Callable


def test_a_policy_that_admits_ses_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{
      Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "s3:PutObject"}]}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {
      BucketName: !Ref Bucket}}]}}}
    """
    assert found(template) == []


def test_a_role_of_ones_own_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: !Ref Bucket,
      IamRoleArn: !Ref Role}}]}}}
    """
    assert found(template) == []


def test_a_bucket_without_a_policy_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: mail}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: mail}}]}}}
    """
    assert found(template) == ["Rule"]

"""The rule receipt-bucket-locked."""

from __future__ import annotations

from collections.abc import Callable


def test_a_bucket_without_retention_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {
      BucketName: !Ref Bucket}}]}}}
    """
    assert found(template) == []


def test_a_default_retention_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Bucket: {Type: AWS::S3::Bucket, Properties: {ObjectLockConfiguration: {Rule: {DefaultRetention: {
      Days: 1}}}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {
      BucketName: !Ref Bucket}}]}}}
    """
    assert found(template) == ["Rule"]

"""The rule receipt-topic-only."""

from __future__ import annotations

from collections.abc import Callable


def test_a_topic_beside_a_bucket_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{S3Action: {BucketName: a}}, {
      SNSAction: {TopicArn: b}}]}}}
    """
    assert found(template) == []


def test_a_topic_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{SNSAction: {TopicArn: b}}]}}}
    """
    assert found(template) == ["Rule"]

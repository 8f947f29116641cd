"""The rule topic-is-fifo."""

from __future__ import annotations

from collections.abc import Callable


def test_a_standard_topic_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == []


def test_a_fifo_topic_by_property_and_by_name_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{SNSAction: {
      TopicArn: !Sub "arn:aws:sns:${AWS::Region}:1:mail.fifo"}}]}}}
    """
    assert found(template) == ["A", "Rule"]

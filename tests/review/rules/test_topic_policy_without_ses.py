"""The rule topic-policy-without-ses."""

from __future__ import annotations

from collections.abc import Callable


def test_a_policy_that_admits_ses_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic}
    Policy: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref Topic], PolicyDocument: {Statement: {
      Effect: Allow, Principal: {Service: [ses.amazonaws.com]}, Action: "SNS:Publish",
      Resource: !Ref Topic}}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == []


def test_a_topic_of_a_receipt_rule_needs_none_in_its_own_account(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [{SNSAction: {TopicArn: !Ref Topic}}]}}}
    """
    assert found(template) == []


def test_a_topic_without_a_policy_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: !Ref Topic}}}}
    """
    assert found(template) == ["A"]

"""The rule alarm-topic-key."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def test_a_key_of_ones_own_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !Ref Key}}
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic]}}
    """
    assert found(template) == []


def test_the_managed_key_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/aws/sns}}
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic]}}
    """
    assert found(template) == ["Topic"]


@pytest.mark.parametrize(
    ("principal", "action", "problems"),
    [
        ("{Service: cloudwatch.amazonaws.com}", "[kms:Decrypt, 'kms:GenerateDataKey*']", []),
        ("{Service: cloudwatch.amazonaws.com}", "kms:Decrypt", ["Topic"]),
        ("{Service: ses.amazonaws.com}", "'kms:*'", ["Topic"]),
        ("{AWS: 'arn:aws:iam::111122223333:root'}", "'kms:*'", ["Topic"]),
        ("!Ref Somebody", "'kms:*'", []),
    ],
)
def test_the_policy_of_a_key_has_to_let_cloudwatch_in(
    found: Callable[[str], list[str]], principal: str, action: str, problems: list[str]
) -> None:
    template = f"""
    Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [
      {{Effect: Allow, Principal: {principal}, Action: {action}, Resource: '*'}}]}}}}}}
    Topic: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: !GetAtt Key.Arn}}}}
    A: {{Type: AWS::CloudWatch::Alarm, Properties: {{Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic]}}}}
    """
    assert found(template) == problems

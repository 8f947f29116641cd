"""The rule alarm-topic-key."""

from __future__ import annotations

from collections.abc import Callable


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

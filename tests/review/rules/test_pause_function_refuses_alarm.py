"""The rule pause-function-refuses-alarm."""

from __future__ import annotations

from collections.abc import Callable


def test_a_permission_for_alarms_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Pause: {Type: AWS::Lambda::Function}
    Permission: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Pause,
      Principal: lambda.alarms.cloudwatch.amazonaws.com}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    """
    assert found(template) == []


def test_a_permission_for_topics_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Pause: {Type: AWS::Lambda::Function}
    Permission: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Pause,
      Principal: sns.amazonaws.com}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    """
    assert found(template) == ["Alarm"]

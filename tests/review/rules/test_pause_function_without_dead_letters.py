"""The rule pause-function-without-dead-letters."""

from __future__ import annotations

from collections.abc import Callable


def test_a_dead_letter_queue_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutAccountSendingAttributes", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, DeadLetterConfig: {
      TargetArn: !GetAtt Queue.Arn}}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    """
    assert found(template) == []


def test_none_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutAccountSendingAttributes", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    """
    assert found(template) == ["Pause"]

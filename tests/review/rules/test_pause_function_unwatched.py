"""The rule pause-function-unwatched."""

from __future__ import annotations

from collections.abc import Callable


def test_an_alarm_on_its_errors_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutAccountSendingAttributes", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    Errors: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/Lambda, MetricName: Errors,
      Dimensions: [{Name: FunctionName, Value: !Ref Pause}]}}
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

"""The rule pause-function-may-do-all."""

from __future__ import annotations

from collections.abc import Callable


def test_one_action_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutAccountSendingAttributes", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn]}}
    """
    assert found(template) == []


def test_all_actions_behind_a_topic_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:*", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Topic: {Type: AWS::SNS::Topic}
    Subscription: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic,
      Endpoint: !GetAtt Pause.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic]}}
    """
    assert found(template) == ["Pause"]

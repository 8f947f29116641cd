"""The rule sending-on-under-guard."""

from __future__ import annotations

from collections.abc import Callable


def test_a_set_without_a_word_on_sending_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutConfigurationSetSendingOptions", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn], Dimensions: [{Name: "ses:configuration-set", Value: !Ref Mail}]}}
    """
    assert found(template) == []


def test_a_set_without_a_guard_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: true}}}
    """
    assert found(template) == []


def test_a_guarded_set_that_is_switched_on_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: true}}}
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:PutConfigurationSetSendingOptions", Resource: "*"}]}}]}}
    Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!GetAtt Pause.Arn], Dimensions: [{Name: "ses:configuration-set", Value: !Ref Mail}]}}
    """
    assert found(template) == ["Mail"]

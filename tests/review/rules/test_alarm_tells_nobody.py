"""The rule alarm-tells-nobody."""

from __future__ import annotations

from collections.abc import Callable


def test_an_action_passes_and_so_does_a_composite_alarm(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic]}}
    B: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate}}
    C: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmRule: !Sub "ALARM(${B})"}}
    """
    assert found(template) == []


def test_no_action_and_actions_switched_off_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    First: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate}}
    Second: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      AlarmActions: [!Ref Topic], ActionsEnabled: false}}
    """
    assert found(template) == ["First", "Second"]

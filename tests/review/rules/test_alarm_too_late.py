"""The rule alarm-too-late."""

from __future__ import annotations

from collections.abc import Callable


def test_early_alarms_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Threshold: 0.05}}
    """
    assert found(template) == []


def test_limits_at_which_aws_pauses_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Threshold: 0.1}}
    B: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.ComplaintRate,
      Threshold: "0.05"}}
    """
    assert found(template) == ["A", "B"]

"""The rule alarm-on-percent."""

from __future__ import annotations

from collections.abc import Callable


def test_fractions_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Threshold: 0.05}}
    """
    assert found(template) == []


def test_other_metrics_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Bounce, Threshold: 5}}
    """
    assert found(template) == []


def test_five_and_nothing_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Threshold: 5}}
    B: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.ComplaintRate,
      Threshold: 0}}
    """
    assert found(template) == ["A", "B"]

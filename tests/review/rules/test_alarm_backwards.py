"""The rule alarm-backwards."""

from __future__ import annotations

from collections.abc import Callable


def test_greater_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      ComparisonOperator: GreaterThanThreshold}}
    """
    assert found(template) == []


def test_less_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      ComparisonOperator: LessThanThreshold}}
    """
    assert found(template) == ["A"]

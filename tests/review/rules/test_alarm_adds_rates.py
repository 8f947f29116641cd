"""The rule alarm-adds-rates."""

from __future__ import annotations

from collections.abc import Callable


def test_the_average_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Statistic: Average}}
    """
    assert found(template) == []


def test_the_sum_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Statistic: Sum}}
    """
    assert found(template) == ["A"]

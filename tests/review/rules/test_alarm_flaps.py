"""The rule alarm-flaps."""

from __future__ import annotations

from collections.abc import Callable


def test_ignoring_gaps_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      TreatMissingData: ignore}}
    """
    assert found(template) == []


def test_left_out_and_not_breaching_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate}}
    B: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      TreatMissingData: notBreaching}}
    """
    assert found(template) == ["A", "B"]

"""The rule reputation-metrics-off."""

from __future__ import annotations

from collections.abc import Callable


def test_metrics_that_are_on_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {ReputationOptions: {
      ReputationMetricsEnabled: true}}}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Dimensions: [{Name: "ses:configuration-set", Value: !Ref Mail}]}}
    """
    assert found(template) == []


def test_metrics_left_out_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Dimensions: [{Name: "ses:configuration-set", Value: !Ref Mail}]}}
    """
    assert found(template) == ["Mail"]


def test_a_formula_over_the_metric_counts_too(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Metrics: [{Id: m, MetricStat: {Metric: {
      Namespace: AWS/SES, MetricName: Reputation.ComplaintRate, Dimensions: [{Name: "ses:configuration-set",
      Value: !Ref Mail}]}}}]}}
    """
    assert found(template) == ["Mail"]

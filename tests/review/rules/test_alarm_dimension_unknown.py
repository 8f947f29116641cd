"""The rule alarm-dimension-unknown."""

from __future__ import annotations

from collections.abc import Callable


def test_the_configuration_set_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Dimensions: [{Name: "ses:configuration-set", Value: a}]}}
    """
    assert found(template) == []


def test_another_spelling_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
      Dimensions: [{Name: ConfigurationSetName, Value: a}]}}
    """
    assert found(template) == ["A"]

"""The rule metrics-without-dimensions."""

from __future__ import annotations

from collections.abc import Callable


def test_a_dimension_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [{DimensionName: a}]}}}}
    """
    assert found(template) == []


def test_none_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {}}}}
    """
    assert found(template) == ["A"]

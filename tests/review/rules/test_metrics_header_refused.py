"""The rule metrics-header-refused."""

from __future__ import annotations

from collections.abc import Callable


def test_another_header_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [{DimensionName: X-Campaign,
      DimensionValueSource: emailHeader}]}}}}
    """
    assert found(template) == []


def test_the_sender_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [{DimensionName: From,
      DimensionValueSource: EMAIL_HEADER}]}}}}
    """
    assert found(template) == ["A"]

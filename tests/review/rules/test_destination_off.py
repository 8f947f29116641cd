"""The rule destination-off."""

from __future__ import annotations

from collections.abc import Callable


def test_an_enabled_one_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {Enabled: "true"}}}
    """
    assert found(template) == []


def test_left_out_and_false_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      MatchingEventTypes: [send]}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {Enabled: false}}}
    """
    assert found(template) == ["A", "B"]

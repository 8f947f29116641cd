"""The rule rendering-failures-unseen."""

from __future__ import annotations

from collections.abc import Callable


def test_a_destination_for_them_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template}
    Mail: {Type: AWS::SES::ConfigurationSet}
    D: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [renderingFailure]}}}
    """
    assert found(template) == []


def test_none_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template}
    Mail: {Type: AWS::SES::ConfigurationSet}
    D: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [bounce]}}}
    """
    assert found(template) == ["A"]

"""The rule tracking-of-nothing."""

from __future__ import annotations

from collections.abc import Callable


def test_clicks_give_it_sense(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [click]}}}
    """
    assert found(template) == []


def test_a_domain_without_clicks_and_opens_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [send]}}}
    """
    assert found(template) == ["Mail"]

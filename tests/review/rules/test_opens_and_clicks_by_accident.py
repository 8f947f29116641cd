"""The rule opens-and-clicks-by-accident."""

from __future__ import annotations

from collections.abc import Callable


def test_a_tracking_domain_shows_that_it_is_meant(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {
      CustomRedirectDomain: click.a.example}}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {MatchingEventTypes: [send, reject, bounce, complaint, delivery, open, click,
      renderingFailure, deliveryDelay, subscription]}}}
    """
    assert found(template) == []


def test_clicks_alone_are_meant(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {MatchingEventTypes: [click]}}}
    """
    assert found(template) == []


def test_all_events_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {MatchingEventTypes: [send, reject, bounce, complaint, delivery, open, click,
      renderingFailure, deliveryDelay, subscription]}}}
    """
    assert found(template) == ["A"]

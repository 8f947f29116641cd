"""The rule destination-without-problems."""

from __future__ import annotations

from collections.abc import Callable


def test_bounces_and_complaints_in_two_destinations_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet, Properties: {Name: mail}}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [bounce]}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [COMPLAINT]}}}
    """
    assert found(template) == []


def test_event_types_from_a_parameter_are_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: !Ref Types}}}
    """
    assert found(template) == []


def test_sends_and_deliveries_alone_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
      EventDestination: {Enabled: true, MatchingEventTypes: [send, delivery]}}}
    """
    assert found(template) == ["Mail"]

"""The rule destination-event-unknown."""

from __future__ import annotations

from collections.abc import Callable


def test_both_spellings_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      MatchingEventTypes: [renderingFailure, DELIVERY_DELAY, !Ref Type]}}}
    """
    assert found(template) == []


def test_a_wrong_word_and_an_empty_list_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      MatchingEventTypes: [bounced]}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      MatchingEventTypes: []}}}
    """
    assert found(template) == ["A", "B"]

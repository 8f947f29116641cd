"""The rule identity-without-feedback-path."""

from __future__ import annotations

from collections.abc import Callable


def test_forwarding_that_is_left_on_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == []


def test_a_set_that_publishes_both_events_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Problems:
      Type: AWS::SES::ConfigurationSetEventDestination
      Properties:
        ConfigurationSetName: !Ref Mail
        EventDestination: {Enabled: true, MatchingEventTypes: [BOUNCE, complaint], SnsDestination: {
          TopicARN: !Ref Topic}}
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties:
        EmailIdentity: shop.example
        FeedbackAttributes: {EmailForwardingEnabled: false}
        ConfigurationSetAttributes: {ConfigurationSetName: !Ref Mail}
    """
    assert found(template) == []


def test_a_set_from_elsewhere_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties:
        EmailIdentity: shop.example
        FeedbackAttributes: {EmailForwardingEnabled: false}
        ConfigurationSetAttributes: {ConfigurationSetName: !ImportValue mail}
    """
    assert found(template) == []


def test_no_forwarding_and_no_set_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {EmailIdentity: shop.example, FeedbackAttributes: {EmailForwardingEnabled: "false"}}
    """
    assert found(template) == ["Shop"]


def test_a_set_that_publishes_bounces_only_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Mail: {Type: AWS::SES::ConfigurationSet}
    Problems:
      Type: AWS::SES::ConfigurationSetEventDestination
      Properties:
        ConfigurationSetName: !Ref Mail
        EventDestination: {Enabled: true, MatchingEventTypes: [bounce], SnsDestination: {
          TopicARN: !Ref Topic}}
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties:
        EmailIdentity: shop.example
        FeedbackAttributes: {EmailForwardingEnabled: false}
        ConfigurationSetAttributes: {ConfigurationSetName: !Ref Mail}
    """
    assert found(template) == ["Shop"]

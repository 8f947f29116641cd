"""The rule destination-target-count."""

from __future__ import annotations

from collections.abc import Callable


def test_one_target_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: a}}}}
    """
    assert found(template) == []


def test_a_target_that_a_condition_chooses_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      SnsDestination: !If [A, {TopicARN: a}, !Ref AWS::NoValue], EventBridgeDestination: {EventBusArn: b}}}}
    """
    assert found(template) == []


def test_none_and_two_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {Enabled: true}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {SnsDestination: {
      TopicARN: a}, EventBridgeDestination: {EventBusArn: b}}}}
    """
    assert found(template) == ["A", "B"]

"""The rule event-bus-not-default."""

from __future__ import annotations

from collections.abc import Callable


def test_the_default_bus_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      EventBridgeDestination: {
      EventBusArn: !Sub "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"}}}}
    """
    assert found(template) == []


def test_a_bus_of_ones_own_is_found_by_reference_and_by_name(found: Callable[[str], list[str]]) -> None:
    template = """
    Bus: {Type: AWS::Events::EventBus}
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      EventBridgeDestination: {EventBusArn: !GetAtt Bus.Arn}}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      EventBridgeDestination: {EventBusArn: "arn:aws:events:eu-west-1:1:event-bus/mail"}}}}
    """
    assert found(template) == ["A", "B"]

"""The rule delivery-too-short."""

from __future__ import annotations

from collections.abc import Callable


def test_an_hour_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {DeliveryOptions: {MaxDeliverySeconds: 3600}}}
    """
    assert found(template) == []


def test_a_minute_and_a_day_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {DeliveryOptions: {MaxDeliverySeconds: 60}}}
    B: {Type: AWS::SES::ConfigurationSet, Properties: {DeliveryOptions: {MaxDeliverySeconds: 86400}}}
    """
    assert found(template) == ["A", "B"]

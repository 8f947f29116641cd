"""The rule sending-off."""

from __future__ import annotations

from collections.abc import Callable


def test_left_out_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet}
    """
    assert found(template) == []


def test_switched_off_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: false}}}
    """
    assert found(template) == ["A"]

"""The rule suppression-off."""

from __future__ import annotations

from collections.abc import Callable


def test_left_out_and_filled_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet}
    B: {Type: AWS::SES::ConfigurationSet, Properties: {SuppressionOptions: {SuppressedReasons: [BOUNCE]}}}
    """
    assert found(template) == []


def test_an_empty_list_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {SuppressionOptions: {SuppressedReasons: []}}}
    """
    assert found(template) == ["A"]

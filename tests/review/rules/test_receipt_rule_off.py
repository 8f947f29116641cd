"""The rule receipt-rule-off."""

from __future__ import annotations

from collections.abc import Callable


def test_an_enabled_rule_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Enabled: true}}}
    """
    assert found(template) == []


def test_left_out_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [a.example]}}}
    """
    assert found(template) == ["Rule"]

"""The rule receipt-rule-unscanned."""

from __future__ import annotations

from collections.abc import Callable


def test_a_scanning_rule_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {ScanEnabled: true}}}
    """
    assert found(template) == []


def test_left_out_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Enabled: true}}}
    """
    assert found(template) == ["Rule"]

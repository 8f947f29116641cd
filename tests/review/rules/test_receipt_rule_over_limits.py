"""The rule receipt-rule-over-limits."""

from __future__ import annotations

from collections.abc import Callable


def test_ten_actions_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [a, b, c, d, e, f, g, h, i, j]}}}
    """
    assert found(template) == []


def test_eleven_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: [a, b, c, d, e, f, g, h, i, j, k]}}}
    """
    assert found(template) == ["Rule"]

"""The rule receipt-recipient-wildcard."""

from __future__ import annotations

from collections.abc import Callable


def test_addresses_and_domains_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [a@b.example, b.example,
      .b.example]}}}
    """
    assert found(template) == []


def test_stars_and_bare_at_signs_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: ["*@b.example", "@b.example"]}}}
    """
    assert found(template) == ["Rule", "Rule"]

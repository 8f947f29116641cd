"""The rule receipt-rules-unordered."""

from __future__ import annotations

from collections.abc import Callable


def test_a_chain_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {Name: a}}}
    B: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, After: !Ref A, Rule: {Name: b}}}
    """
    assert found(template) == []


def test_rules_of_two_sets_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {Name: a}}}
    B: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: other, Rule: {Name: b}}}
    """
    assert found(template) == []


def test_two_first_rules_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {Name: a}}}
    B: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, Rule: {Name: b}}}
    """
    assert found(template) == ["B"]

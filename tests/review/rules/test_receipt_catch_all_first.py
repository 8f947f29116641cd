"""The rule receipt-catch-all-first."""

from __future__ import annotations

from collections.abc import Callable


def test_a_catch_all_at_the_end_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Set: {Type: AWS::SES::ReceiptRuleSet}
    Help: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, Rule: {
      Recipients: [help@a.example]}}}
    Rest: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, After: !Ref Help, Rule: {
      Enabled: true}}}
    """
    assert found(template) == []


def test_a_spam_filter_may_come_first(found: Callable[[str], list[str]]) -> None:
    template = """
    Set: {Type: AWS::SES::ReceiptRuleSet}
    Spam: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, Rule: {Actions: [{LambdaAction: {
      FunctionArn: a, InvocationType: RequestResponse}}]}}}
    Help: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, After: !Ref Spam, Rule: {
      Recipients: [help@a.example]}}}
    """
    assert found(template) == []


def test_a_catch_all_before_others_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Set: {Type: AWS::SES::ReceiptRuleSet}
    All: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, Rule: {Name: all}}}
    Next: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, After: all, Rule: {Name: next,
      Recipients: [b.example]}}}
    Help: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Set, After: next, Rule: {
      Recipients: [help@a.example]}}}
    """
    assert found(template) == ["All"]

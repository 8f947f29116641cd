"""Receipt rules and their order."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly
from ses_constructs.review.receiving import actions, inbound_domains, precedes, rule_sets

CHAIN = """
    Set: {Type: AWS::SES::ReceiptRuleSet, Properties: {RuleSetName: inbox}}
    A:
      Type: AWS::SES::ReceiptRule
      Properties: {RuleSetName: !Ref Set, Rule: {Name: a, Recipients: [x@A.example]}}
    B: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, After: a, Rule: {Recipients: [.b.example]}}}
    C: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: inbox, After: !Ref B, Rule: {}}}
"""


def test_rules_belong_to_a_set_by_reference_and_by_name(assembly: Callable[[str], Assembly]) -> None:
    [rules] = rule_sets(assembly(CHAIN)).values()
    assert [rule.logical_id for rule in rules] == ["A", "B", "C"]


def test_order_follows_the_chain_of_after(assembly: Callable[[str], Assembly]) -> None:
    [[a, b, c]] = rule_sets(assembly(CHAIN)).values()
    assert precedes(a, c)
    assert precedes(a, b)
    assert not precedes(c, a)


def test_recipients_tell_which_domains_receive(assembly: Callable[[str], Assembly]) -> None:
    assert inbound_domains(assembly(CHAIN)) == {"a.example", "b.example"}


def test_actions_that_a_condition_chooses_are_left_out(assembly: Callable[[str], Assembly]) -> None:
    read = assembly(
        "A: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Actions: "
        "[!If [X, {S3Action: {}}, !Ref AWS::NoValue], {StopAction: {}}]}}}"
    )
    assert [action.kind for action in actions(next(read.resources()))] == ["StopAction"]

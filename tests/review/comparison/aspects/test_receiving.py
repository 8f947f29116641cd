"""What happens to mail that comes in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = Callable[[str, str], dict[str, list[str]]]
RULE = """
A: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: set, Rule: {Enabled: true, ScanEnabled: true,
  Recipients: [hello@shop.example, help@shop.example], Actions: [{S3Action: {BucketName: b}},
  {StopAction: {Scope: RuleSet}}]}}}
"""


@pytest.mark.parametrize(
    ("was", "becomes", "kind", "text"),
    [
        (", help@shop.example", "", "recipients-lost", "the rule no longer takes mail to help@shop.example"),
        (
            "Recipients: [hello@shop.example, help@shop.example], ",
            "",
            "recipients-widened",
            "the rule takes mail to every verified domain",
        ),
        (
            ",\n  {StopAction: {Scope: RuleSet}}",
            "",
            "receipt-action-lost",
            'StopAction is gone; it was {"Scope": "RuleSet"}',
        ),
        (
            "BucketName: b",
            "BucketName: c",
            "receipt-action-lost",
            'S3Action changes; it was {"BucketName": "b"}',
        ),
        ("Enabled: true, Scan", "Scan", "receipt-rule-switched-off", "the rule is switched off"),
        ("ScanEnabled: true", "ScanEnabled: false", "receipt-scan-switched-off", "scanning is switched off"),
    ],
)
def test_a_looser_rule_is_told(told: Told, was: str, becomes: str, kind: str, text: str) -> None:
    assert told(RULE, RULE.replace(was, becomes))[kind] == [text]
    assert kind not in told(RULE, RULE)


def test_a_catch_all_that_names_recipients_loses_the_others(told: Told) -> None:
    old = RULE.replace("Recipients: [hello@shop.example, help@shop.example], ", "")
    assert told(old, RULE)["recipients-lost"] == [
        "the rule took all mail, and takes only that to hello@shop.example, help@shop.example"
    ]


def test_an_action_that_lost_its_settings_to_a_wrong_indentation_is_gone(told: Told) -> None:
    empty = RULE.replace("{S3Action: {BucketName: b}}", "{S3Action: , BucketName: b}")
    assert told(RULE, empty)["receipt-action-lost"] == ['S3Action is gone; it was {"BucketName": "b"}']


def test_a_single_action_without_a_list_is_the_same_action(told: Told) -> None:
    listed = RULE.replace(
        "[{S3Action: {BucketName: b}},\n  {StopAction: {Scope: RuleSet}}]", "[{S3Action: {BucketName: b}}]"
    )
    assert listed != RULE
    assert told(listed, listed.replace("[{S3Action: {BucketName: b}}]", "{S3Action: {BucketName: b}}")) == {}


def test_another_order_is_told(told: Told) -> None:
    second = RULE.replace("A:", "B:").replace("RuleSetName: set", "RuleSetName: set, After: !Ref A")
    first = RULE.replace("RuleSetName: set", "RuleSetName: set, After: !Ref B")
    found = told(RULE + second, first + RULE.replace("A:", "B:"))
    assert found["receipt-rules-reordered"] == ["B comes before A, which was first"]
    assert "receipt-rules-reordered" not in told(RULE + second, RULE + second)


def test_a_rule_set_that_nothing_activates_any_more_is_an_error(told: Told) -> None:
    rule_set = "Set: {Type: AWS::SES::ReceiptRuleSet, Properties: {RuleSetName: set}}\n"
    activation = """
    Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [{Effect: Allow,
      Action: 'ses:SetActiveReceiptRuleSet', Resource: '*'}]}}]}}
    """.replace("\n    Role", "\nRole")
    assert told(rule_set + activation, rule_set)["activation-lost"] == ["nothing activates the rule set any more"]


def test_a_lost_filter_is_told(told: Told) -> None:
    old = """
    F: {Type: AWS::SES::ReceiptFilter, Properties: {Filter: {IpFilter: {Cidr: 192.0.2.0/24, Policy: Block}}}}
    """
    assert told(old, "{}")["receipt-filter-lost"] == ["the filter of 192.0.2.0/24 is gone"]

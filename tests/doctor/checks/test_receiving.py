"""The active rule set."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doctor.conftest import Found

STACK = """
Inbound: {Type: AWS::SES::ReceiptRuleSet}
Support: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Inbound, Rule: {Name: support,
  Enabled: true, ScanEnabled: true, TlsPolicy: Require, Recipients: [a@shop.example],
  Actions: [{S3Action: {BucketName: b}}]}}}
Sales: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: !Ref Inbound, After: !Ref Support,
  Rule: {Name: sales, Enabled: true}}}
"""
SUPPORT: dict[str, Any] = {
    "Name": "support",
    "Enabled": True,
    "ScanEnabled": True,
    "TlsPolicy": "Require",
    "Recipients": ["a@shop.example"],
    "Actions": [{"S3Action": {"BucketName": "b"}}],
}
SALES: dict[str, Any] = {"Name": "sales", "Enabled": True}


def receiving(*rules: dict[str, Any], active: str = "inbound") -> dict[str, Any]:
    return {
        "ses.describe_active_receipt_rule_set": {"Metadata": {"Name": active}} if active else {},
        "ses.describe_receipt_rule_set": {"Rules": list(rules)},
    }


def test_the_stacks_own_rules_are_well(found: Found) -> None:
    assert found(STACK, receiving(SUPPORT, SALES)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Enabled": False}, "Enabled is False, and should be True"),
        ({"ScanEnabled": False}, "ScanEnabled is False, and should be True"),
        ({"TlsPolicy": "Optional"}, "TlsPolicy is Optional, and should be Require"),
        ({"Recipients": []}, "it takes mail to everybody, and should take mail to a@shop.example"),
        ({"Actions": []}, "its actions are nothing, and should be S3Action"),
    ],
)
def test_a_changed_rule_is_told(found: Found, change: dict[str, Any], problem: str) -> None:
    assert found(STACK, receiving(SUPPORT | change, SALES)) == [("receipt-rule-differs", problem)]


def test_missing_foreign_and_disordered_rules_are_told(found: Found) -> None:
    told = [rule for rule, _ in found(STACK, receiving(SALES, {"Name": "by-hand"}))]
    assert told == ["receipt-rule-missing", "receipt-rule-foreign"]
    assert [rule for rule, _ in found(STACK, receiving(SALES, SUPPORT))] == ["receipt-rules-out-of-order"]


@pytest.mark.parametrize(("active", "told"), [("theirs", "theirs"), ("", "none")])
def test_another_active_set_is_told(found: Found, active: str, told: str) -> None:
    problem = f"the active rule set is {told}, not inbound"
    assert found(STACK, receiving(SUPPORT, SALES, active=active)) == [("rule-set-not-active", problem)]


def test_a_set_that_is_gone_is_told(found: Found) -> None:
    gone = receiving() | {"ses.describe_receipt_rule_set": "RuleSetDoesNotExistException"}
    assert [rule for rule, _ in found(STACK, gone)] == ["rule-set-missing"]


def test_rules_in_somebody_elses_set_leave_the_others_alone(found: Found) -> None:
    joined = STACK.replace("!Ref Inbound", "theirs").replace("Inbound: {Type: AWS::SES::ReceiptRuleSet}\n", "")
    assert found(joined, receiving(SUPPORT, {"Name": "their-own"}, SALES, active="theirs")) == []

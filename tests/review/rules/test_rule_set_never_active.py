"""The rule rule-set-never-active."""

from __future__ import annotations

from collections.abc import Callable


def test_a_custom_resource_with_the_permission_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Set: {Type: AWS::SES::ReceiptRuleSet}
    Policy: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow,
      Action: "ses:SetActiveReceiptRuleSet", Resource: "*"}]}}}
    """
    assert found(template) == []


def test_a_set_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Set: {Type: AWS::SES::ReceiptRuleSet}
    """
    assert found(template) == ["Set"]

"""Two rule sets, one of which judges mail."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.receiving import Activation, ActiveReceiptRuleSet, ReceiptRuleSet, S3Action, StopAction
from tests.receiving.conftest import Read

ACTIVE = "Custom::SesActiveReceiptRuleSet"


def pair(stack: cdk.Stack) -> tuple[ReceiptRuleSet, ReceiptRuleSet]:
    blue = ReceiptRuleSet(stack, "Blue", activation=Activation.off(), receipt_rule_set_name="blue")
    green = ReceiptRuleSet(stack, "Green", activation=Activation.off(), receipt_rule_set_name="green")
    return blue, green


def test_the_named_one_is_activated_after_all_rules_of_both(
    stack: cdk.Stack, read: Callable[[cdk.Stack], Read]
) -> None:
    blue, green = pair(stack)
    made = ActiveReceiptRuleSet(stack, "Active", rule_sets=[blue, green], active=green)
    blue.add_rule("Old", catch_all=True, actions=[StopAction()])
    green.add_rule("New", catch_all=True, actions=[S3Action(bucket=s3.Bucket(stack, "Bucket"))])
    template = read(stack)
    resource = template.only(ACTIVE)["Properties"]
    assert (resource["Mode"], resource["RuleSetName"]) == ("exclusive", "green")
    assert made.receipt_rule_set_name == "green"
    rules = {*template.of_type("AWS::SES::ReceiptRule"), *template.of_type("AWS::SES::ReceiptRuleSet")}
    assert rules <= template.waits_for(template.id_of(ACTIVE))


def test_a_swap_changes_one_property_of_one_resource(read: Callable[[cdk.Stack], Read]) -> None:
    found = []
    for position in (0, 1):
        stack = cdk.Stack(cdk.App(), "Mail")
        sets = pair(stack)
        ActiveReceiptRuleSet(stack, "Active", rule_sets=sets, active=sets[position])
        found.append(read(stack).resources)
    before, after = found
    (changed,) = [id for id in after if before[id] != after[id]]
    assert after[changed]["Type"] == ACTIVE
    after[changed]["Properties"]["RuleSetName"] = "blue"
    assert before == after


def test_a_takeover_can_be_asked_for(stack: cdk.Stack, read: Callable[[cdk.Stack], Read]) -> None:
    sets = pair(stack)
    ActiveReceiptRuleSet(stack, "Active", rule_sets=sets, active=sets[0], activation=Activation.takeover())
    assert read(stack).only(ACTIVE)["Properties"]["Mode"] == "takeover"


def test_the_active_one_is_one_of_them(stack: cdk.Stack) -> None:
    blue, green = pair(stack)
    with pytest.raises(InvalidSettingError, match="list it among rule_sets"):
        ActiveReceiptRuleSet(stack, "Active", rule_sets=[blue], active=green)


def test_a_set_that_activates_itself_is_refused(stack: cdk.Stack) -> None:
    own = ReceiptRuleSet(stack, "Own")
    with pytest.raises(ConflictingSettingsError, match=r"make it with activation=Activation.off\(\)"):
        ActiveReceiptRuleSet(stack, "Active", rule_sets=[own], active=own)


@pytest.mark.parametrize("activation", [Activation.off(), Activation.join()])
def test_it_activates_and_does_not_join(stack: cdk.Stack, activation: Activation) -> None:
    blue, green = pair(stack)
    with pytest.raises(InvalidSettingError, match=r"Activation.exclusive\(\) or Activation.takeover\(\)"):
        ActiveReceiptRuleSet(stack, "Active", rule_sets=[blue, green], active=blue, activation=activation)


def test_two_owners_in_one_app_are_refused(stack: cdk.Stack) -> None:
    sets = pair(stack)
    ActiveReceiptRuleSet(stack, "Active", rule_sets=sets, active=sets[0])
    with pytest.raises(ConflictingSettingsError, match="this stack activates a receipt rule set already"):
        ReceiptRuleSet(stack, "Third")

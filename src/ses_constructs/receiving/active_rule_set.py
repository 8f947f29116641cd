"""The custom resource that activates a rule set, and the watch over two of them in one app."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared import Aws, Provider, is_known, once

from .activation import ActivationMode
from .physical_names import generated_name

_ACTIONS = ("ses:DescribeActiveReceiptRuleSet", "ses:SetActiveReceiptRuleSet")
_JOIN_ACTIONS = (
    *_ACTIONS,
    "ses:CreateReceiptRule",
    "ses:CreateReceiptRuleSet",
    "ses:DeleteReceiptRule",
    "ses:DeleteReceiptRuleSet",
    "ses:DescribeReceiptRuleSet",
)
_WHY_ALL_RESOURCES = "IAM has no resource type for receipt rule sets, so that their actions apply to all resources"
_SEE = "Email receiving concepts"


@dataclass(frozen=True, slots=True)
class _Activated:
    mode: ActivationMode
    owner: Construct


@once
def _activated_in(_app: IConstruct) -> list[_Activated]:
    """The rule sets of an app that are activated."""
    return []


def activate(scope: Construct, id: str, *, mode: ActivationMode, rule_set: str) -> cdk.CustomResource:
    """Makes the custom resource ``Custom::SesActiveReceiptRuleSet``.

    Args:
        scope: The rule set's construct.
        mode: Any but ``OFF``.
        rule_set: Name of the set to activate; to join, of the set to make when none is active.

    Raises:
        ConflictingSettingsError: when the app activates another set that this one can never be active beside.
    """
    _check_alone(scope, mode)
    properties = {"Mode": str(mode), "RuleSetName": rule_set}
    join = mode is ActivationMode.JOIN
    if join:
        properties["AnchorName"] = anchor_name(scope)
    return Provider.of(scope).resource(
        scope,
        id,
        type="SesActiveReceiptRuleSet",
        properties=properties,
        actions=_JOIN_ACTIONS if join else _ACTIONS,
        resources=["*"],
        why_all_resources=_WHY_ALL_RESOURCES,
    )


def anchor_name(scope: Construct) -> str:
    """The rule that marks where the rules of a joining set begin."""
    return generated_name(scope, readable=f"start-of-{scope.node.id}")


def _check_alone(scope: Construct, mode: ActivationMode) -> None:
    aws = Aws.of(scope)
    activated = _activated_in(aws.app)
    for other in activated:
        path = other.owner.node.path
        there = Aws.of(other.owner)
        if there.stack is aws.stack:
            raise ConflictingSettingsError(
                f"this stack activates a receipt rule set already, {path!r}, and only one can be active",
                fix="add the rules to that one, or make this one in another stack, with Activation.join()",
                see=_SEE,
            )
        if ActivationMode.JOIN in (mode, other.mode) or not _same_place(aws, there):
            continue
        both_exclusive = mode is other.mode is ActivationMode.EXCLUSIVE
        if both_exclusive and is_known(aws.account) and is_known(aws.region):
            raise ConflictingSettingsError(
                f"{path!r} activates a receipt rule set in {aws.region} too, and only one can be active",
                fix="give one of the two activation=Activation.join() or Activation.takeover()",
                see=_SEE,
            )
        cdk.Annotations.of(scope).add_warning_v2(
            "ses-constructs:two-active-rule-sets",
            f"{path} activates a receipt rule set too: in one account and region the one deployed last wins, "
            "or fails if it is exclusive",
        )
    activated.append(_Activated(mode, scope))


def _same_place(one: Aws, other: Aws) -> bool:
    """True for the same account and region, as far as the app knows; stages without either are other places."""
    if (one.account, one.region) != (other.account, other.region):
        return False
    if is_known(one.account) and is_known(one.region):
        return True
    return cdk.Stage.of(one.stack) is cdk.Stage.of(other.stack)

"""The custom resource's permissions, and two activated sets in one app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.receiving import Activation, ReceiptRuleSet

if TYPE_CHECKING:
    from tests.receiving.conftest import Read

    Reader = Callable[[cdk.Stack], Read]

Warnings = Callable[[cdk.Stack], list[str]]
HERE = cdk.Environment(account="111122223333", region="eu-west-1")
THERE = cdk.Environment(account="111122223333", region="us-east-1")
READ_AND_SET = ["ses:DescribeActiveReceiptRuleSet", "ses:SetActiveReceiptRuleSet"]
JOINING = [
    "ses:CreateReceiptRule",
    "ses:CreateReceiptRuleSet",
    "ses:DeleteReceiptRule",
    "ses:DeleteReceiptRuleSet",
    "ses:DescribeReceiptRuleSet",
]


@pytest.mark.parametrize(
    ("activation", "actions"),
    [
        (Activation.exclusive(), READ_AND_SET),
        (Activation.takeover(), READ_AND_SET),
        (Activation.join(), READ_AND_SET + JOINING),
    ],
)
def test_the_function_may_do_what_the_activation_needs_and_no_more(
    stack: cdk.Stack, read: Reader, activation: Activation, actions: list[str]
) -> None:
    ReceiptRuleSet(stack, "Inbound", activation=activation)
    statements = [
        statement
        for policy in read(stack).of_type("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if any(str(action).startswith("ses:") for action in statement["Action"])
    ]
    (statement,) = statements
    assert sorted(statement["Action"]) == sorted(actions)
    assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")


@pytest.mark.parametrize("activation", [Activation.exclusive(), Activation.join()])
def test_cdk_nag_has_nothing_to_say(app: cdk.App, stack: cdk.Stack, activation: Activation) -> None:
    ReceiptRuleSet(stack, "Inbound", activation=activation)
    report = AwsSolutionsChecks(app).validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []


@pytest.mark.parametrize("first", ["exclusive", "takeover", "join"])
@pytest.mark.parametrize("second", ["exclusive", "takeover", "join"])
def test_two_active_sets_in_one_stack_are_refused(stack: cdk.Stack, first: str, second: str) -> None:
    ReceiptRuleSet(stack, "One", activation=getattr(Activation, first)())
    with pytest.raises(ConflictingSettingsError, match=r"'Mail/One', and only one can be active") as raised:
        ReceiptRuleSet(stack, "Two", activation=getattr(Activation, second)())
    assert "in another stack, with Activation.join()" in raised.value.fix
    assert raised.value.at == "Mail/Two"
    ReceiptRuleSet(cdk.Stack(cdk.Stage.of(stack), "Other"), "Two", activation=Activation.join())


def test_two_exclusive_sets_in_one_account_and_region_are_refused(app: cdk.App) -> None:
    ReceiptRuleSet(cdk.Stack(app, "One", env=HERE), "Inbound")
    with pytest.raises(ConflictingSettingsError, match="One/Inbound"):
        ReceiptRuleSet(cdk.Stack(app, "Two", env=HERE), "Inbound")


@pytest.mark.parametrize("env", [None, HERE])
def test_two_sets_that_may_meet_warn(app: cdk.App, warnings: Warnings, env: cdk.Environment | None) -> None:
    ReceiptRuleSet(cdk.Stack(app, "One", env=env), "Inbound", activation=Activation.takeover())
    second = cdk.Stack(app, "Two", env=env)
    ReceiptRuleSet(second, "Inbound")
    (warning,) = warnings(second)
    assert "ses-constructs:two-active-rule-sets" in warning
    assert "One/Inbound" in warning


def test_two_exclusive_sets_that_may_be_in_different_accounts_only_warn(app: cdk.App, warnings: Warnings) -> None:
    ReceiptRuleSet(cdk.Stack(app, "One"), "Inbound")
    second = cdk.Stack(app, "Two")
    ReceiptRuleSet(second, "Inbound")
    assert len(warnings(second)) == 1


def test_sets_that_cannot_meet_or_join_say_nothing(app: cdk.App, warnings: Warnings) -> None:
    stacks = [
        cdk.Stack(app, "Here", env=HERE),
        cdk.Stack(app, "There", env=THERE),
        cdk.Stack(cdk.Stage(app, "Test"), "Mail"),
        cdk.Stack(cdk.Stage(app, "Prod"), "Mail"),
    ]
    for stack in stacks:
        ReceiptRuleSet(stack, "Inbound")
    joining = cdk.Stack(app, "Joining", env=HERE)
    ReceiptRuleSet(joining, "Inbound", activation=Activation.join())
    off = cdk.Stack(app, "Off", env=HERE)
    ReceiptRuleSet(off, "Inbound", activation=Activation.off())
    assert [warnings(stack) for stack in (*stacks, joining, off)] == [[]] * 6


def test_apps_know_nothing_of_each_other(app: cdk.App) -> None:
    ReceiptRuleSet(cdk.Stack(app, "One", env=HERE), "Inbound")
    ReceiptRuleSet(cdk.Stack(cdk.App(), "One", env=HERE), "Inbound")

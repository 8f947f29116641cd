"""The monitor of the active rule set where every call is judged: what it may, and that it needs all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import NotSeenError
from ses_constructs.receiving import (
    Activation,
    ActiveReceiptRuleSet,
    ActiveRuleSetMonitor,
    ReceiptRuleSet,
    StopAction,
)
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.fewer_permissions import permissions_of, role_named, without


def watched(name: str) -> Callable[[cdk.App], object]:
    """Two sets, of which the named one is active and watched."""

    def build(app: cdk.App) -> None:
        stack = cdk.Stack(app, "Watched")
        sets = {
            each: ReceiptRuleSet(stack, each, activation=Activation.off(), receipt_rule_set_name=each)
            for each in ("blue", "green")
        }
        for rules in sets.values():
            rules.add_rule("All", catch_all=True, actions=[StopAction()])
        active = ActiveReceiptRuleSet(stack, "Active", rule_sets=list(sets.values()), active=sets[name])
        operators = sns.Topic(stack, "Operators")
        ActiveRuleSetMonitor(stack, "Monitor", rule_set=active, operators=operators)

    return build


@pytest.fixture
def account(strict_emulator: Emulator) -> Account:
    strict_emulator.reset()
    return Account(strict_emulator)


def active(account: Account) -> str | None:
    found = account.emulator.client("ses").describe_active_receipt_rule_set()
    return found.get("Metadata", {}).get("Name")


def test_the_monitor_follows_a_swap_and_needs_each_of_its_permissions(account: Account, tmp_path: Path) -> None:
    ses = account.emulator.client("ses")
    assembly = Assembly(account.emulator, tmp_path / "cdk.out")
    assembly.deploy(watched("blue"))
    monitor = account.physical_id("Watched", "AWS::Lambda::Function", "Monitor")
    ses.set_active_receipt_rule_set(RuleSetName="green")
    account.invoke(monitor, {})
    assert active(account) == "blue"

    assembly.deploy(watched("green"))
    assert active(account) == "green"
    account.invoke(monitor, {})
    assert active(account) == "green"

    mine = [
        each
        for each in permissions_of(account, role_named(account, "Monitor"))
        if not each.action.startswith("logs:")
    ]
    assert sorted(each.action for each in mine) == [
        "cloudformation:DescribeStacks",
        "cloudwatch:PutMetricData",
        "ses:DescribeActiveReceiptRuleSet",
        "ses:SetActiveReceiptRuleSet",
    ]
    for permission in mine:
        ses.set_active_receipt_rule_set()
        with without(account, permission), pytest.raises(NotSeenError, match="AccessDenied"):
            account.invoke(monitor, {})
        assert active(account) is None
    account.invoke(monitor, {})
    assert active(account) == "green"
    assembly.destroy(watched("green"))
    assert active(account) is None

"""One rule: what it writes, what it refuses, and what it warns of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import AddHeaderAction, ReceiptRuleSet, StopAction

if TYPE_CHECKING:
    from tests.receiving.conftest import Read

    Reader = Callable[[cdk.Stack], Read]

Warnings = Callable[[cdk.Stack], list[str]]
HEADER = AddHeaderAction(name="X-Team", value="support")


def test_what_ses_would_leave_off_is_written_on(stack: cdk.Stack, read: Reader) -> None:
    rule = ReceiptRuleSet(stack, "Inbound").add_rule("Rule", recipients=["a@example.com"], actions=[StopAction()])
    assert read(stack).only("AWS::SES::ReceiptRule")["Properties"]["Rule"] == {
        "Name": rule.receipt_rule_name,
        "Enabled": True,
        "ScanEnabled": True,
        "TlsPolicy": "Optional",
        "Recipients": ["a@example.com"],
        "Actions": [{"StopAction": {"Scope": "RuleSet"}}],
    }


def test_what_is_switched_off_is_written_too(stack: cdk.Stack, read: Reader) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    inbound.add_rule("Rule", catch_all=True, enabled=False, scan=False, require_tls=True, actions=[StopAction()])
    rule = read(stack).only("AWS::SES::ReceiptRule")["Properties"]["Rule"]
    assert (rule["Enabled"], rule["ScanEnabled"], rule["TlsPolicy"]) == (False, False, "Require")
    assert "Recipients" not in rule


def test_actions_keep_their_order(stack: cdk.Stack, read: Reader) -> None:
    ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[HEADER, StopAction()])
    assert [next(iter(action)) for action in read(stack).actions()] == ["AddHeaderAction", "StopAction"]


def test_a_rule_without_actions_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="at least one action") as raised:
        ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[])
    assert raised.value.at == "Mail/Inbound/Rules/Rule"


def test_an_eleventh_action_is_refused(stack: cdk.Stack) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    inbound.add_rule("Ten", catch_all=True, actions=[HEADER] * 10)
    with pytest.raises(InvalidSettingError, match="more than the 10"):
        inbound.add_rule("Eleven", catch_all=True, actions=[HEADER] * 11)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a b", "a" * 65, "ä"])
def test_a_name_that_ses_refuses_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError, match="up to 64 letters"):
        ReceiptRuleSet(stack, "Inbound").add_rule(
            "Rule", catch_all=True, receipt_rule_name=name, actions=[StopAction()]
        )


def test_a_name_that_is_not_known_yet_is_refused_since_permissions_need_it(stack: cdk.Stack) -> None:
    name = cdk.CfnParameter(stack, "Name").value_as_string
    with pytest.raises(InvalidSettingError, match="give a literal name, or leave it out"):
        ReceiptRuleSet(stack, "Inbound").add_rule(
            "Rule", catch_all=True, receipt_rule_name=name, actions=[StopAction()]
        )


def test_actions_after_a_stop_warn(stack: cdk.Stack, warnings: Warnings) -> None:
    ReceiptRuleSet(stack, "Inbound").add_rule("Rule", catch_all=True, actions=[StopAction(), HEADER])
    (warning,) = warnings(stack)
    assert "ses-constructs:after-stop-action" in warning


@pytest.mark.parametrize("first", [None, ["example.com"], ["support@example.com"]])
def test_a_rule_that_never_runs_warns(stack: cdk.Stack, warnings: Warnings, first: list[str] | None) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    inbound.add_rule("First", recipients=first, catch_all=first is None, actions=[StopAction()])
    inbound.add_rule("Second", recipients=["support@example.com"], actions=[HEADER])
    (warning,) = warnings(stack)
    assert "ses-constructs:after-stop-rule" in warning
    assert "Mail/Inbound/Rules/First" in warning


def test_a_rule_for_other_mail_or_after_a_stop_that_is_off_does_not_warn(
    stack: cdk.Stack, warnings: Warnings
) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    inbound.add_rule("Off", catch_all=True, enabled=False, actions=[StopAction()])
    inbound.add_rule("First", recipients=["support@example.com"], actions=[StopAction()])
    inbound.add_rule("Second", recipients=["example.com"], actions=[HEADER])
    inbound.add_rule("Third", catch_all=True, actions=[HEADER])
    assert warnings(stack) == []

"""Stacks that fight over the one active receipt rule set of an account, deployed by the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import aws_cdk as cdk
import pytest
from aws_cdk import aws_route53 as route53

from ses_constructs.local.cdk import CdkFailedError
from ses_constructs.receiving import Activation, ActiveReceiptRuleSet, ReceiptRuleSet, StopAction
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

Build = Callable[[cdk.App], None]


def stack(
    name: str, activation: Activation, *rules: str, rule_set: str | None = None, fails_late: bool = False
) -> Build:
    """A stack with a rule set called as the stack, and rules called as told."""

    def build(app: cdk.App) -> None:
        made = cdk.Stack(app, name)
        named = rule_set if rule_set is not None else name
        inbound = ReceiptRuleSet(made, "Inbound", activation=activation, receipt_rule_set_name=named)
        for rule in rules:
            recipients = [f"{rule}@example.com"]
            inbound.add_rule(rule, recipients=recipients, actions=[StopAction()], receipt_rule_name=rule)
        if fails_late:
            # In a zone that is not there, and after all the rest.
            late = route53.CfnRecordSet(
                made, "Late", hosted_zone_id="ZNOSUCHZONE", name="x.example.com", type="A", ttl="60"
            )
            late.node.add_dependency(inbound)

    return build


class Inbox:
    """The account's rule sets."""

    def __init__(self, account: Account, assembly: Assembly) -> None:
        self._ses = account.emulator.client("ses")
        self._account = account
        self.deploy, self.destroy = assembly.deploy, assembly.destroy

    @property
    def active(self) -> str | None:
        return self._ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")

    @property
    def rules(self) -> list[str]:
        """The active set's rules that do something, in their order."""
        found = self._ses.describe_active_receipt_rule_set().get("Rules", [])
        return [rule["Name"] for rule in found if rule.get("Enabled")]

    @property
    def sets(self) -> list[str]:
        return sorted(found["Name"] for found in self._ses.list_receipt_rule_sets()["RuleSets"])

    def make_by_hand(self, name: str, *rules: str) -> None:
        """A set that no stack knows, active."""
        self._ses.create_receipt_rule_set(RuleSetName=name)
        for rule in reversed(rules):
            self._ses.create_receipt_rule(
                RuleSetName=name, Rule={"Name": rule, "Enabled": True, "Recipients": [f"{rule}@example.com"]}
            )
        self._ses.set_active_receipt_rule_set(RuleSetName=name)

    def fail(self, *build: Build) -> str:
        """Deploys what cannot be deployed, and returns what the command line says."""
        with pytest.raises(CdkFailedError) as caught:
            self.deploy(*build)
        return caught.value.output

    @contextmanager
    def watched(self) -> Iterator[set[str | None]]:
        """Every set that is active at some time in between; None for times without."""
        seen: set[str | None] = {self.active}
        over = Event()

        def look() -> None:
            while not over.wait(0.01):
                seen.add(self.active)

        with ThreadPoolExecutor(max_workers=1) as pool:
            looking = pool.submit(look)
            try:
                yield seen
            finally:
                over.set()
                looking.result()

    def left(self) -> list[str]:
        return self._account.leftovers()


@pytest.fixture
def inbox(emptied: Account, assembly: Assembly) -> Inbox:
    return Inbox(emptied, assembly)


EXCLUSIVE, TAKEOVER, JOIN, OFF = (
    Activation.exclusive(),
    Activation.takeover(),
    Activation.join(),
    Activation.off(),
)


def test_a_second_exclusive_stack_fails_says_why_and_leaves_the_first_active(inbox: Inbox) -> None:
    first, second = stack("First", EXCLUSIVE, "a"), stack("Second", EXCLUSIVE, "b")
    inbox.deploy(first)
    said = inbox.fail(second)
    assert "receipt rule set 'First' is active in this account and region, and only one can be" in said
    assert "Fix: use Activation.takeover() to replace it, or Activation.join() to add rules to it" in said
    assert (inbox.active, inbox.rules, inbox.sets) == ("First", ["a"], ["First"])
    inbox.destroy(second)
    assert (inbox.active, inbox.rules) == ("First", ["a"])
    inbox.destroy(first)
    assert (inbox.active, inbox.left()) == (None, [])


def test_a_takeover_is_undone_when_its_stack_is_deleted(inbox: Inbox) -> None:
    first, second = stack("First", EXCLUSIVE, "a"), stack("Second", TAKEOVER, "b")
    inbox.deploy(first)
    inbox.deploy(second)
    assert (inbox.active, inbox.rules) == ("Second", ["b"])
    inbox.destroy(second)
    assert (inbox.active, inbox.rules, inbox.sets) == ("First", ["a"], ["First"])
    inbox.destroy(first)
    assert (inbox.active, inbox.left()) == (None, [])


def test_a_takeover_outlives_the_set_it_replaced(inbox: Inbox) -> None:
    first, second = stack("First", EXCLUSIVE, "a"), stack("Second", TAKEOVER, "b")
    inbox.deploy(first)
    inbox.deploy(second)
    inbox.destroy(first)
    assert (inbox.active, inbox.rules, inbox.sets) == ("Second", ["b"], ["Second"])
    inbox.destroy(second)
    assert (inbox.active, inbox.left()) == (None, [])


def test_a_set_made_by_hand_is_active_again_after_a_takeover(inbox: Inbox) -> None:
    inbox.make_by_hand("by-hand", "x")
    inbox.deploy(stack("Taker", TAKEOVER, "a"))
    assert inbox.active == "Taker"
    inbox.destroy(stack("Taker", TAKEOVER, "a"))
    assert (inbox.active, inbox.rules, inbox.sets) == ("by-hand", ["x"], ["by-hand"])


def test_a_set_that_somebody_activated_since_is_left_alone(inbox: Inbox) -> None:
    inbox.deploy(stack("Taker", TAKEOVER, "a"))
    inbox.make_by_hand("by-hand", "x")
    inbox.destroy(stack("Taker", TAKEOVER, "a"))
    assert (inbox.active, inbox.sets) == ("by-hand", ["by-hand"])


def test_a_set_that_is_off_is_made_and_not_activated(inbox: Inbox) -> None:
    inbox.make_by_hand("by-hand", "x")
    inbox.deploy(stack("Idle", OFF, "a"))
    assert (inbox.active, inbox.sets) == ("by-hand", ["Idle", "by-hand"])
    inbox.destroy(stack("Idle", OFF, "a"))
    assert inbox.active == "by-hand"


def test_a_joiner_stands_behind_everybody_and_takes_only_its_own_rules_away(inbox: Inbox) -> None:
    inbox.make_by_hand("by-hand", "x", "y")
    first, second = stack("First", JOIN, "a", "b"), stack("Second", JOIN, "c")
    inbox.deploy(first)
    inbox.deploy(first, second)
    assert (inbox.active, inbox.rules) == ("by-hand", ["x", "y", "a", "b", "c"])
    inbox.deploy(stack("First", JOIN, "a", "between", "b"))
    assert inbox.rules == ["x", "y", "a", "between", "b", "c"]
    inbox.destroy(stack("First", JOIN, "a", "between", "b"))
    assert inbox.rules == ["x", "y", "c"]
    inbox.destroy(second)
    assert (inbox.active, inbox.rules) == ("by-hand", ["x", "y"])
    assert inbox.left() == ["rule set by-hand"]


@pytest.mark.parametrize("goes_first", ["First", "Second"])
def test_joiners_without_an_active_set_make_one_and_leave_none(inbox: Inbox, goes_first: str) -> None:
    stacks = {"First": stack("First", JOIN, "a"), "Second": stack("Second", JOIN, "b")}
    inbox.deploy(stacks["First"])
    inbox.deploy(stacks["Second"])
    assert (inbox.active, inbox.rules, inbox.sets) == ("First", ["a", "b"], ["First"])
    inbox.destroy(stacks.pop(goes_first))
    assert inbox.rules == (["b"] if goes_first == "First" else ["a"])
    (last,) = stacks.values()
    inbox.destroy(last)
    assert (inbox.active, inbox.left()) == (None, [])


def test_rules_are_put_in_and_taken_out_where_the_code_says(inbox: Inbox) -> None:
    inbox.deploy(stack("Inbox", EXCLUSIVE, "a", "b", "c"))
    assert inbox.rules == ["a", "b", "c"]
    inbox.deploy(stack("Inbox", EXCLUSIVE, "a", "new", "b", "c"))
    assert inbox.rules == ["a", "new", "b", "c"]
    inbox.deploy(stack("Inbox", EXCLUSIVE, "a", "new", "c"))
    assert inbox.rules == ["a", "new", "c"]
    inbox.deploy(stack("Inbox", EXCLUSIVE, "new", "c"))
    assert inbox.rules == ["new", "c"]
    inbox.deploy(stack("Inbox", EXCLUSIVE, "front", "new", "c"))
    assert inbox.rules == ["front", "new", "c"]


@pytest.mark.parametrize("activation", [EXCLUSIVE, TAKEOVER], ids=["exclusive", "takeover"])
def test_a_set_with_a_new_name_takes_over_without_a_gap(inbox: Inbox, activation: Activation) -> None:
    inbox.deploy(stack("Inbox", activation, "a", "b", rule_set="old"))
    with inbox.watched() as seen:
        inbox.deploy(stack("Inbox", activation, "a", "b", rule_set="new"))
    assert seen == {"old", "new"}
    assert (inbox.active, inbox.rules, inbox.sets) == ("new", ["a", "b"], ["new"])
    inbox.destroy(stack("Inbox", activation, "a", "b", rule_set="new"))
    assert (inbox.active, inbox.left()) == (None, [])


def test_a_new_name_that_fails_late_is_undone_without_a_gap(inbox: Inbox) -> None:
    inbox.deploy(stack("Inbox", EXCLUSIVE, "a", rule_set="old"))
    with inbox.watched() as seen:
        said = inbox.fail(stack("Inbox", EXCLUSIVE, "a", rule_set="new", fails_late=True))
    assert "ZNOSUCHZONE" in said
    assert seen == {"old", "new"}
    assert (inbox.active, inbox.rules, inbox.sets) == ("old", ["a"], ["old"])


@pytest.mark.parametrize("activation", [TAKEOVER, JOIN], ids=["takeover", "join"])
def test_a_creation_that_fails_late_leaves_what_was_active(inbox: Inbox, activation: Activation) -> None:
    inbox.make_by_hand("by-hand", "x")
    broken = stack("Broken", activation, "a", fails_late=True)
    assert "ZNOSUCHZONE" in inbox.fail(broken)
    assert (inbox.active, inbox.rules, inbox.sets) == ("by-hand", ["x"], ["by-hand"])
    inbox.destroy(broken)
    assert inbox.left() == ["rule set by-hand"]


@pytest.mark.parametrize("activation", [EXCLUSIVE, TAKEOVER, JOIN], ids=["exclusive", "takeover", "join"])
def test_a_creation_that_fails_late_leaves_nothing_active_where_nothing_was(
    inbox: Inbox, activation: Activation
) -> None:
    broken = stack("Broken", activation, "a", fails_late=True)
    assert "ZNOSUCHZONE" in inbox.fail(broken)
    assert (inbox.active, inbox.sets) == (None, [])
    inbox.destroy(broken)
    assert inbox.left() == []


def test_a_deployed_set_does_not_become_a_joiner_in_one_step(inbox: Inbox) -> None:
    inbox.deploy(stack("Inbox", EXCLUSIVE, "a"))
    said = inbox.fail(stack("Inbox", JOIN, "a"))
    assert "Fix: deploy once with Activation.off(), then with the new activation" in said
    assert (inbox.active, inbox.rules) == ("Inbox", ["a"])
    inbox.deploy(stack("Inbox", OFF, "a"))
    assert inbox.sets == ["Inbox"]
    inbox.deploy(stack("Inbox", TAKEOVER, "a"))
    assert (inbox.active, inbox.rules) == ("Inbox", ["a"])


def swapped(position: int, *, fails_late: bool = False) -> Build:
    """Two sets side by side, of which the named one is active."""

    def build(app: cdk.App) -> None:
        made = cdk.Stack(app, "Swap")
        sets = [
            ReceiptRuleSet(made, name, activation=Activation.off(), receipt_rule_set_name=name)
            for name in ("blue", "green")
        ]
        for each in sets:
            name = each.receipt_rule_set_name
            each.add_rule(name, recipients=["a@example.com"], actions=[StopAction()], receipt_rule_name=name)
        active = ActiveReceiptRuleSet(made, "Active", rule_sets=sets, active=sets[position])
        if fails_late:
            late = route53.CfnRecordSet(
                made, "Late", hosted_zone_id="ZNOSUCHZONE", name="x.example.com", type="A", ttl="60"
            )
            late.node.add_dependency(active)

    return build


def test_two_sets_are_swapped_and_swapped_back_without_a_gap(inbox: Inbox) -> None:
    inbox.deploy(swapped(0))
    assert (inbox.active, inbox.rules, inbox.sets) == ("blue", ["blue"], ["blue", "green"])
    with inbox.watched() as seen:
        inbox.deploy(swapped(1))
        inbox.deploy(swapped(0))
        assert "ZNOSUCHZONE" in inbox.fail(swapped(1, fails_late=True))
    assert seen == {"blue", "green"}
    assert (inbox.active, inbox.sets) == ("blue", ["blue", "green"])
    inbox.destroy(swapped(0))
    assert (inbox.active, inbox.left()) == (None, [])

"""Exclusive and takeover: which rule set is active before, between and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lambdas.conftest import Cloud, FakeSes, StackOf

    NewStack = Callable[[], StackOf]

MODES = pytest.mark.parametrize("mode", ["exclusive", "takeover"])


@MODES
def test_our_set_becomes_active_and_on_delete_none_is(ses: FakeSes, new_stack: NewStack, mode: str) -> None:
    ses.sets = {"ours": []}
    stack = new_stack()
    answer = stack.create(Mode=mode, RuleSetName="ours")
    assert answer["Status"] == "SUCCESS"
    assert answer["Data"] == {"RuleSetName": "ours"}
    assert ses.active == "ours"
    stack.delete()
    assert ses.active is None


@MODES
def test_each_request_may_be_repeated(ses: FakeSes, cloud: Cloud, new_stack: NewStack, mode: str) -> None:
    ses.sets = {"ours": []}
    stack = new_stack()
    first = stack.create(Mode=mode, RuleSetName="ours")
    assert stack.create(Mode=mode, RuleSetName="ours")["PhysicalResourceId"] == first["PhysicalResourceId"]
    assert stack.update(Mode=mode, RuleSetName="ours")["PhysicalResourceId"] == first["PhysicalResourceId"]
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
        assert ses.active is None


def test_exclusive_fails_beside_another_set_and_says_what_to_do(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a"], "ours": []}, "theirs"
    answer = new_stack().create(Mode="exclusive", RuleSetName="ours")
    assert answer["Status"] == "FAILED"
    assert "'theirs' is active" in answer["Reason"]
    assert "Activation.takeover()" in answer["Reason"]
    assert "Activation.join()" in answer["Reason"]
    assert "SetActiveReceiptRuleSet" not in ses.calls
    assert ses.active == "theirs"


def test_a_creation_that_changed_nothing_is_deleted_without_a_call(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": [], "ours": []}, "theirs"
    new_stack().create(Mode="exclusive", RuleSetName="ours")
    assert ses.calls == ["DescribeActiveReceiptRuleSet"]


def test_takeover_restores_what_was_active(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": [], "ours": []}, "theirs"
    stack = new_stack()
    stack.create(Mode="takeover", RuleSetName="ours")
    assert ses.active == "ours"
    stack.delete()
    assert ses.active == "theirs"
    stack.delete()
    assert ses.active == "theirs"


def test_takeover_leaves_none_active_when_what_was_active_is_gone(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": [], "ours": []}, "theirs"
    stack = new_stack()
    stack.create(Mode="takeover", RuleSetName="ours")
    del ses.sets["theirs"]
    assert stack.delete()["Status"] == "SUCCESS"
    assert ses.active is None


@MODES
def test_a_set_activated_by_somebody_else_survives_our_delete(
    ses: FakeSes, new_stack: NewStack, mode: str
) -> None:
    ses.sets = {"ours": [], "theirs": []}
    stack = new_stack()
    stack.create(Mode=mode, RuleSetName="ours")
    ses.active = "theirs"
    assert stack.delete()["Status"] == "SUCCESS"
    assert ses.active == "theirs"


@MODES
def test_a_renamed_set_stays_active_through_the_clean_up(ses: FakeSes, new_stack: NewStack, mode: str) -> None:
    ses.sets = {"theirs": [], "ours": [], "renamed": []}
    stack = new_stack()
    stack.create(Mode=mode, RuleSetName="ours")
    assert stack.update(Mode=mode, RuleSetName="renamed")["Status"] == "SUCCESS"
    assert ses.active == "renamed"
    stack.delete()
    assert ses.active is None


@MODES
def test_a_late_delete_of_the_old_name_does_not_touch_the_new_one(
    ses: FakeSes, cloud: Cloud, new_stack: NewStack, mode: str
) -> None:
    ses.sets = {"ours": [], "renamed": []}
    stack = new_stack()
    stack.create(Mode=mode, RuleSetName="ours")
    stack.update(Mode=mode, RuleSetName="renamed")
    for physical_id in ("own/ours/", "own/ours/renamed", "Mail-Activation-1ABCDEF"):
        old = {"Mode": mode, "RuleSetName": "ours"}
        cloud.send("Delete", PhysicalResourceId=physical_id, ResourceProperties=old)
        assert ses.active == "renamed"


def test_takeover_still_restores_after_a_rename(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": [], "ours": [], "renamed": []}, "theirs"
    stack = new_stack()
    stack.create(Mode="takeover", RuleSetName="ours")
    stack.update(Mode="takeover", RuleSetName="renamed")
    stack.delete()
    assert ses.active == "theirs"


@MODES
def test_an_update_that_is_undone_ends_with_the_old_set(ses: FakeSes, new_stack: NewStack, mode: str) -> None:
    ses.sets = {"ours": [], "renamed": []}
    stack = new_stack()
    stack.create(Mode=mode, RuleSetName="ours")
    stack.update_that_something_else_fails(Mode=mode, RuleSetName="renamed")
    assert ses.active == "ours"


def test_exclusive_refuses_to_update_over_a_set_activated_since(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets = {"ours": [], "renamed": [], "theirs": []}
    stack = new_stack()
    stack.create(Mode="exclusive", RuleSetName="ours")
    ses.active = "theirs"
    answer = stack.update(Mode="exclusive", RuleSetName="renamed")
    assert "'theirs' is active" in answer["Reason"]
    assert ses.active == "theirs", "and its undoing, which the driver asserts to succeed, changed nothing"


def test_takeover_takes_over_again_on_update(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets = {"ours": [], "renamed": [], "theirs": []}
    stack = new_stack()
    stack.create(Mode="takeover", RuleSetName="ours")
    ses.active = "theirs"
    stack.update(Mode="takeover", RuleSetName="renamed")
    assert ses.active == "renamed"


def test_exclusive_activates_again_when_nobody_is_active(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets = {"ours": [], "renamed": []}
    stack = new_stack()
    stack.create(Mode="exclusive", RuleSetName="ours")
    ses.active = None
    stack.update(Mode="exclusive", RuleSetName="renamed")
    assert ses.active == "renamed"


def test_a_set_that_is_gone_cannot_be_activated(ses: FakeSes, new_stack: NewStack) -> None:
    answer = new_stack().create(Mode="exclusive", RuleSetName="ours")
    assert "there is no receipt rule set 'ours'" in answer["Reason"]
    assert "Fix:" in answer["Reason"]


def test_two_stacks_that_take_over_give_back_in_any_order(ses: FakeSes, new_stack: NewStack) -> None:
    for deleted_first in (0, 1):
        ses.sets, ses.active = {"theirs": [], "one": [], "two": []}, "theirs"
        stacks = [new_stack(), new_stack()]
        stacks[0].create(Mode="takeover", RuleSetName="one")
        stacks[1].create(Mode="takeover", RuleSetName="two")
        assert ses.active == "two"
        stacks[deleted_first].delete()
        del ses.sets[("one", "two")[deleted_first]]
        assert ses.active == ("two", "one")[deleted_first]
        stacks[1 - deleted_first].delete()
        assert ses.active == (None, "theirs")[deleted_first]


def test_the_second_exclusive_stack_fails_and_the_first_receives_on(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets = {"one": [], "two": []}
    first, second = new_stack(), new_stack()
    first.create(Mode="exclusive", RuleSetName="one")
    assert second.create(Mode="exclusive", RuleSetName="two")["Status"] == "FAILED"
    assert ses.active == "one"


def test_a_creation_whose_answer_was_lost_is_cleaned_up_by_its_properties(ses: FakeSes, cloud: Cloud) -> None:
    ses.sets, ses.active = {"ours": []}, "ours"
    properties = {"Mode": "exclusive", "RuleSetName": "ours"}
    cloud.send("Delete", PhysicalResourceId="Mail-Activation-1ABCDEF", ResourceProperties=properties)
    assert ses.active is None


@pytest.mark.parametrize("failure", ["Throttling", "AccessDenied", "lost", "twice"])
@MODES
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(3))
def test_whichever_call_fails_the_others_set_is_active_in_the_end(
    ses: FakeSes, cloud: Cloud, new_stack: NewStack, mode: str, step: str, call: int, failure: str
) -> None:
    ses.sets, ses.active = {"theirs": [], "ours": [], "renamed": []}, "theirs"
    if mode == "exclusive":
        ses.active = None
    before = ses.active
    stack = new_stack()

    def fail_if(current: str) -> None:
        ses.failures = {len(ses.calls) + call: failure} if current == step else {}

    fail_if("create")
    if stack.create(Mode=mode, RuleSetName="ours")["Status"] == "FAILED":
        assert failure != "twice"
        assert ses.active == before
        return
    fail_if("update")
    name = "renamed" if stack.update(Mode=mode, RuleSetName="renamed")["Status"] == "SUCCESS" else "ours"
    assert ses.active == name, "the set of the deployment that stands receives"
    fail_if("delete")
    if stack.delete()["Status"] == "FAILED":
        stack.delete()
    assert ses.active == before


@pytest.mark.parametrize("failure", ["Throttling", "AccessDenied", "lost"])
@pytest.mark.parametrize("call", range(3))
def test_whichever_call_fails_exclusive_never_replaces_a_set(
    ses: FakeSes, new_stack: NewStack, call: int, failure: str
) -> None:
    ses.sets, ses.active, ses.failures = {"theirs": [], "ours": []}, "theirs", {call: failure}
    assert new_stack().create(Mode="exclusive", RuleSetName="ours")["Status"] == "FAILED"
    assert ses.active == "theirs"

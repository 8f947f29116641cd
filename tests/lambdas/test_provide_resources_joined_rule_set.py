"""Join: our rules come after everybody else's, and nothing of theirs is ever touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lambdas.conftest import Cloud, FakeSes, StackOf

    NewStack = Callable[[], StackOf]

HANDED_ON = "made-by-a-stack-that-has-left"
JOIN = {"Mode": "join", "RuleSetName": "joined", "AnchorName": "anchor"}


def test_the_anchor_goes_to_the_end_of_the_active_set(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a", "b"]}, "theirs"
    stack = new_stack()
    assert stack.create(**JOIN)["Data"] == {"RuleSetName": "theirs"}
    assert ses.sets == {"theirs": ["a", "b", "anchor"]}
    stack.delete()
    assert ses.sets == {"theirs": ["a", "b"]}
    assert ses.active == "theirs"


def test_without_an_active_set_one_is_made_and_removed_again(ses: FakeSes, new_stack: NewStack) -> None:
    stack = new_stack()
    assert stack.create(**JOIN)["Data"] == {"RuleSetName": "joined"}
    assert ses.sets == {"joined": ["anchor"]}
    assert ses.active == "joined"
    stack.delete()
    assert ses.sets == {}
    assert ses.active is None


def test_each_request_may_be_repeated(ses: FakeSes, new_stack: NewStack) -> None:
    stack = new_stack()
    first = stack.create(**JOIN)
    assert stack.create(**JOIN) == first
    assert stack.update(**JOIN) == first
    assert ses.sets == {"joined": ["anchor"]}
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
        assert ses.sets == {}


def test_a_set_that_a_joiner_made_stays_until_the_last_joiner_leaves(ses: FakeSes, new_stack: NewStack) -> None:
    first, second = new_stack(), new_stack()
    first.create(**JOIN)
    second.create(Mode="join", RuleSetName="other", AnchorName="second")
    assert ses.sets == {"joined": ["anchor", "second"]}
    first.delete()
    assert ses.sets == {"joined": ["second", HANDED_ON]}
    assert ses.active == "joined"
    for _ in range(2):
        second.delete()
        assert not ses.sets
        assert ses.active is None


def test_a_set_that_a_joiner_made_stays_while_it_has_a_rule_made_by_hand(
    ses: FakeSes, new_stack: NewStack
) -> None:
    stack = new_stack()
    stack.create(**JOIN)
    ses.sets["joined"].append("by-hand")
    for _ in range(2):
        stack.delete()
        assert (ses.sets, ses.active) == ({"joined": ["by-hand", HANDED_ON]}, "joined")


def test_a_set_of_ours_that_is_not_active_any_more_is_deleted_and_theirs_stays(
    ses: FakeSes, new_stack: NewStack
) -> None:
    stack = new_stack()
    stack.create(**JOIN)
    ses.sets["theirs"], ses.active = [], "theirs"
    stack.delete()
    assert ses.sets == {"theirs": []}
    assert ses.active == "theirs"


def test_an_update_follows_the_active_set(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a"], "newer": ["b"]}, "theirs"
    stack = new_stack()
    stack.create(**JOIN)
    ses.active = "newer"
    assert stack.update(**JOIN)["Data"] == {"RuleSetName": "newer"}
    assert ses.sets == {"theirs": ["a"], "newer": ["b", "anchor"]}


def test_an_update_that_fails_on_the_way_to_another_set_is_still_in_the_old_one(
    ses: FakeSes, new_stack: NewStack
) -> None:
    ses.sets, ses.active = {"theirs": ["a"], "newer": ["b"]}, "theirs"
    stack = new_stack()
    joined = stack.create(**JOIN)
    ses.active, ses.failures = "newer", {len(ses.calls) + 2: "Throttling"}
    answer = stack.update(**JOIN)
    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == joined["PhysicalResourceId"]


def test_an_update_puts_back_an_anchor_that_somebody_deleted(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a"]}, "theirs"
    stack = new_stack()
    first = stack.create(**JOIN)
    ses.sets["theirs"] = ["a", "b"]
    assert stack.update(**JOIN) == first
    assert ses.sets == {"theirs": ["a", "b", "anchor"]}


def test_an_update_activates_the_set_made_here_when_none_is_active(ses: FakeSes, new_stack: NewStack) -> None:
    stack = new_stack()
    first = stack.create(**JOIN)
    ses.sets["joined"].append("our-rule")
    ses.active = None
    assert stack.update(**JOIN) == first
    assert ses.active == "joined"


def test_an_update_never_activates_a_set_that_its_owner_switched_off(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a"]}, "theirs"
    stack = new_stack()
    stack.create(**JOIN)
    ses.active = None
    assert stack.update(**JOIN)["Data"] == {"RuleSetName": "joined"}
    assert ses.active == "joined"


def test_a_new_anchor_replaces_the_old_one(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": ["a"]}, "theirs"
    stack = new_stack()
    stack.create(**JOIN)
    stack.update(**{**JOIN, "AnchorName": "moved"})
    assert ses.sets == {"theirs": ["a", "moved"]}


def test_an_inactive_set_of_that_name_with_rules_is_not_activated(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets = {"joined": ["theirs"]}
    answer = new_stack().create(**JOIN)
    assert "exists with rules of somebody else" in answer["Reason"]
    assert "receipt_rule_set_name" in answer["Reason"]
    assert ses.active is None
    assert ses.sets == {"joined": ["theirs"]}


def test_a_creation_whose_answer_was_lost_is_cleaned_up_by_its_properties(ses: FakeSes, cloud: Cloud) -> None:
    ses.sets, ses.active = {"theirs": ["a", "anchor"]}, "theirs"
    cloud.send("Delete", PhysicalResourceId="Mail-Activation-1ABCDEF", ResourceProperties=JOIN)
    assert ses.sets == {"theirs": ["a"]}
    cloud.send("Delete", PhysicalResourceId="Mail-Activation-1ABCDEF", ResourceProperties=JOIN)
    assert ses.active == "theirs"


def test_a_set_that_is_gone_is_deleted_already(ses: FakeSes, new_stack: NewStack) -> None:
    ses.sets, ses.active = {"theirs": []}, "theirs"
    stack = new_stack()
    stack.create(**JOIN)
    ses.sets, ses.active = {}, None
    assert stack.delete()["Status"] == "SUCCESS"


@pytest.mark.parametrize("failure", ["Throttling", "AccessDenied", "lost", "twice"])
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("step", ["create", "update", "delete"])
@pytest.mark.parametrize("call", range(6))
def test_whichever_call_fails_only_what_others_own_is_left(
    ses: FakeSes, new_stack: NewStack, alone: bool, step: str, call: int, failure: str
) -> None:
    if not alone:
        ses.sets, ses.active = {"theirs": ["a"]}, "theirs"
    before = ({name: list(rules) for name, rules in ses.sets.items()}, ses.active)
    stack = new_stack()

    def fail_if(current: str) -> None:
        ses.failures = {len(ses.calls) + call: failure} if current == step else {}

    fail_if("create")
    created = stack.create(**JOIN)
    assert created["Status"] == "SUCCESS" or failure != "twice"
    if created["Status"] == "SUCCESS":
        fail_if("update")
        updated = stack.update(**JOIN)
        assert updated["Status"] == "SUCCESS" or failure != "twice"
        assert ses.active == ("joined" if alone else "theirs")
        fail_if("delete")
        if stack.delete()["Status"] == "FAILED":
            stack.delete()
    assert (ses.sets, ses.active) == before

"""Which of the two ways an activation goes, and that it does not change sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lambdas.conftest import Cloud, FakeSes, StackOf

    NewStack = Callable[[], StackOf]


@pytest.mark.parametrize(("before", "after"), [("exclusive", "join"), ("join", "takeover")])
def test_changing_to_or_from_join_is_refused_and_undone(
    ses: FakeSes, new_stack: NewStack, before: str, after: str
) -> None:
    ses.sets = {"ours": []}
    stack = new_stack()
    stack.create(Mode=before, RuleSetName="ours", AnchorName="anchor")
    active = ses.active
    answer = stack.update(Mode=after, RuleSetName="ours", AnchorName="anchor")
    assert "Activation.off()" in answer["Reason"]
    assert ses.active == active


@pytest.mark.parametrize(("before", "after"), [("exclusive", "takeover"), ("takeover", "exclusive")])
def test_exclusive_and_takeover_change_places(ses: FakeSes, new_stack: NewStack, before: str, after: str) -> None:
    ses.sets = {"ours": []}
    stack = new_stack()
    stack.create(Mode=before, RuleSetName="ours")
    assert stack.update(Mode=after, RuleSetName="ours")["Status"] == "SUCCESS"
    stack.delete()
    assert ses.active is None


def test_a_missing_property_is_named(cloud: Cloud, ses: FakeSes) -> None:
    answer = cloud.send("Create", ResourceProperties={"Mode": "join", "RuleSetName": "ours"})
    assert answer["Status"] == "FAILED"
    assert "AnchorName is missing" in answer["Reason"]


def test_a_delete_without_properties_succeeds(cloud: Cloud, ses: FakeSes) -> None:
    ses.sets, ses.active = {"theirs": []}, "theirs"
    for physical_id in ("own/x", "join/x/y/made", "anything at all"):
        assert cloud.send("Delete", PhysicalResourceId=physical_id)["Status"] == "SUCCESS"
    assert ses.active == "theirs"

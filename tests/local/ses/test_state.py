"""Places, and calls that wait for the lock."""

from __future__ import annotations

from ses_constructs.local.ses.state import PlaceState, Store
from ses_constructs.local.world import Place, TargetRefusedError
from tests.local.ses.aws import FakeWorld


def test_a_place_keeps_its_state_and_shares_it_with_no_other(world: FakeWorld) -> None:
    store = Store(world)
    here, there = store.at(Place("1", "us-east-1")), store.at(Place("1", "eu-west-1"))
    here.kept("Thing")["a"] = {}
    assert store.at(Place("1", "us-east-1")) is here
    assert there.kept("Thing") == {}
    assert list(store) == [here, there]
    store.clear()
    assert list(store) == []


def test_a_call_for_later_waits_and_its_refusal_is_remembered(state: PlaceState) -> None:
    done: list[str] = []

    def refuse() -> None:
        raise TargetRefusedError("no")

    state.later("a", "first", lambda: done.append("first"))
    state.later("b", "second", refuse)
    assert done == []
    for effect in state.store.take_effects():
        effect()
    assert done == ["first"]
    assert [(entry.target, entry.what, entry.reason) for entry in state.undelivered] == [("b", "second", "no")]
    assert state.store.take_effects() == []


def test_arns_carry_the_partition() -> None:
    state = Store(FakeWorld()).at(Place("1", "us-gov-west-1", "aws-us-gov"))
    assert state.arn("identity/a.b") == "arn:aws-us-gov:ses:us-gov-west-1:1:identity/a.b"

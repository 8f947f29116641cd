"""Account settings: written, remembered, restored, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import account_attributes
import pytest

from tests.lambdas.provider_world import Deployment, ProviderWorld, connected
from tests.lambdas.undoing import FAILURES, STEPS, tell_of_undoing

Settings = dict[str, Any]
BOTH = ["BOUNCE", "COMPLAINT"]
FIRST: dict[str, Settings] = {
    "suppression": {"Reasons": ["BOUNCE"], "Validation": "HIGH"},
    "sending": {"Enabled": "no"},
    "warm-up": {"Automatic": "no"},
}
SECOND: dict[str, Settings] = {
    "suppression": {"Reasons": [], "Validation": "OFF"},
    "sending": {"Enabled": "yes"},
    "warm-up": {"Automatic": "yes"},
}


def asked(setting: str, value: Settings, on_delete: str = "keep") -> Settings:
    return {"Setting": setting, "Value": value, "OnDelete": on_delete}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    tell_of_undoing(monkeypatch)
    return connected(monkeypatch)


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesAccountSetting")


def in_force(world: ProviderWorld, setting: str) -> Settings:
    return dict(account_attributes.ATTRIBUTES[setting].read(world.v2.get_account()))


def all_in_force(world: ProviderWorld) -> list[Settings]:
    return [in_force(world, setting) for setting in FIRST]


@pytest.mark.parametrize("setting", FIRST)
def test_a_setting_is_written_changed_and_kept(world: ProviderWorld, stack: Deployment, setting: str) -> None:
    assert stack.create(**asked(setting, FIRST[setting]))["Status"] == "SUCCESS"
    assert in_force(world, setting) == FIRST[setting]
    assert stack.update(**asked(setting, SECOND[setting]))["Status"] == "SUCCESS"
    assert in_force(world, setting) == SECOND[setting]
    assert stack.delete()["Status"] == "SUCCESS"
    assert in_force(world, setting) == SECOND[setting]


@pytest.mark.parametrize("setting", FIRST)
def test_a_setting_is_restored_if_asked_to(world: ProviderWorld, stack: Deployment, setting: str) -> None:
    before = in_force(world, setting)
    stack.create(**asked(setting, FIRST[setting], "restore"))
    assert in_force(world, setting) != before
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
        assert {**before, **in_force(world, setting)}.items() >= before.items()
    assert in_force(world, setting).items() >= before.items()


def test_what_others_have_changed_since_is_not_restored(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**asked("suppression", {"Reasons": ["BOUNCE"]}, "restore"))
    world.v2.put_account_suppression_attributes(SuppressedReasons=[])
    stack.delete()
    assert in_force(world, "suppression")["Reasons"] == []


def test_validation_that_is_left_out_stays(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**asked("suppression", FIRST["suppression"]))
    stack.update(**asked("suppression", {"Reasons": BOTH}))
    assert in_force(world, "suppression") == {"Reasons": BOTH, "Validation": "HIGH"}


def test_what_is_in_force_already_is_not_written_again(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**asked("suppression", {"Reasons": ["COMPLAINT", "BOUNCE"]}))
    assert world.calls == ["GetAccount"]


def test_a_deployment_that_changes_nothing_does_not_undo_a_pause(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**asked("sending", {"Enabled": "yes"}))
    world.v2.put_account_sending_attributes(SendingEnabled=False)
    stack.update(**asked("sending", {"Enabled": "yes"}, "restore"))
    assert in_force(world, "sending") == {"Enabled": "no"}


def test_a_new_owner_does_not_undo_a_pause(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.put_account_sending_attributes(SendingEnabled=False)
    answer = stack.create(**asked("sending", {"Enabled": "yes"}))
    assert "is paused, not by this stack (AWS says HEALTHY). Fix:" in answer["Reason"]
    assert in_force(world, "sending") == {"Enabled": "no"}


def test_a_setting_does_not_become_another(stack: Deployment) -> None:
    stack.create(**asked("sending", {"Enabled": "no"}))
    assert "cannot become another one" in stack.update(**asked("warm-up", {"Automatic": "no"}))["Reason"]


def test_an_unknown_setting_is_refused(stack: Deployment) -> None:
    assert "knows no setting pricing" in stack.create(**asked("pricing", {}))["Reason"]


def test_an_old_runtime_without_validation_says_so(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_attributes, "_knows_validation", lambda: False)
    answer = stack.create(**asked("suppression", FIRST["suppression"]))
    assert "does not know address validation yet. Fix:" in answer["Reason"]
    assert in_force(world, "suppression") == {"Reasons": BOTH}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("setting", FIRST)
def test_a_creation_that_fails_leaves_nothing_behind(
    world: ProviderWorld, stack: Deployment, setting: str, call: int, failure: str
) -> None:
    before = all_in_force(world)
    world.failures = {call: failure}
    answer = stack.create(**asked(setting, FIRST[setting]))
    if answer["Status"] == "FAILED":
        assert [{**one, **was} for one, was in zip(all_in_force(world), before, strict=True)] == all_in_force(
            world
        )
        assert stack.create(**asked(setting, FIRST[setting]))["Status"] == "SUCCESS"
    assert in_force(world, setting) == FIRST[setting]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("setting", FIRST)
def test_whichever_call_fails_a_second_try_does_it(
    world: ProviderWorld, stack: Deployment, setting: str, step: str, call: int, failure: str
) -> None:
    before = in_force(world, setting)

    def again_if_it_fails(current: str, act: Callable[[], dict[str, Any]]) -> None:
        world.failures = {len(world.calls) + call: failure} if step == current else {}
        if act()["Status"] == "FAILED":
            assert act()["Status"] == "SUCCESS"

    again_if_it_fails("create", lambda: stack.create(**asked(setting, FIRST[setting], "restore")))
    again_if_it_fails("update", lambda: stack.update(**asked(setting, SECOND[setting], "restore")))
    assert in_force(world, setting) == SECOND[setting]
    again_if_it_fails("delete", stack.delete)
    assert in_force(world, setting).items() >= before.items()


@pytest.mark.parametrize("setting", FIRST)
def test_an_update_that_something_else_fails_is_undone(
    world: ProviderWorld, stack: Deployment, setting: str
) -> None:
    stack.create(**asked(setting, FIRST[setting]))
    stack.update_that_something_else_fails(**asked(setting, SECOND[setting]))
    assert in_force(world, setting) == FIRST[setting]

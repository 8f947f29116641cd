"""Addresses in pools, and their warm-up, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lambdas.provider_world import PLACE, Deployment, ProviderWorld, connected
from tests.lambdas.undoing import FAILURES, STEPS, tell_of_undoing

A, B, C = "192.0.2.1", "192.0.2.2", "192.0.2.3"
DEFAULT = "ses-default-dedicated-pool"
FIRST: dict[str, Any] = {"PoolName": "fast", "Ips": {A: "", B: "40"}, "OnDelete": "release"}
SECOND: dict[str, Any] = {"PoolName": "fast", "Ips": {B: "100", C: ""}, "OnDelete": "release"}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    tell_of_undoing(monkeypatch)
    world, deploy = connected(monkeypatch)
    for ip in (A, B, C):
        world.ses.lease_ip(PLACE, ip)
    for pool in ("fast", "slow"):
        world.v2.create_dedicated_ip_pool(PoolName=pool)
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesDedicatedIps")


def pools(world: ProviderWorld) -> dict[str, str]:
    return {each["Ip"]: each["PoolName"] for each in world.v2.get_dedicated_ips()["DedicatedIps"]}


def warmth(world: ProviderWorld, ip: str) -> int:
    return int(world.v2.get_dedicated_ip(Ip=ip)["DedicatedIp"]["WarmupPercentage"])


def test_addresses_come_stay_and_go(world: ProviderWorld, stack: Deployment) -> None:
    assert stack.create(**FIRST)["Status"] == "SUCCESS"
    assert pools(world) == {A: "fast", B: "fast", C: DEFAULT}
    assert (warmth(world, A), warmth(world, B)) == (0, 40)
    assert stack.update(**SECOND)["Status"] == "SUCCESS"
    assert pools(world) == {A: DEFAULT, B: "fast", C: "fast"}
    assert warmth(world, B) == 100
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
    assert set(pools(world).values()) == {DEFAULT}


def test_a_pool_that_stays_keeps_its_addresses(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**{**FIRST, "OnDelete": "keep"})
    stack.delete()
    assert pools(world)[A] == "fast"


def test_warm_up_that_has_gone_on_is_not_set_back(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    world.v2.put_dedicated_ip_warmup_attributes(Ip=B, WarmupPercentage=60)
    stack.update(**{**FIRST, "Ips": {A: "", B: "40", C: ""}})
    assert warmth(world, B) == 60


def test_an_address_of_another_pool_is_not_taken_away(world: ProviderWorld, stack: Deployment) -> None:
    world.v2.put_dedicated_ip_in_pool(Ip=B, DestinationPoolName="slow")
    answer = stack.create(**FIRST)
    assert f"{B} is in pool 'slow', and an address is in one pool only. Fix:" in answer["Reason"]
    assert pools(world) == {A: DEFAULT, B: "slow", C: DEFAULT}


def test_an_address_that_others_have_moved_since_is_not_released(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    world.v2.put_dedicated_ip_in_pool(Ip=A, DestinationPoolName="slow")
    stack.update(**SECOND)
    stack.delete()
    assert pools(world)[A] == "slow"


def test_an_address_that_is_not_leased_says_what_to_do(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**{**FIRST, "Ips": {A: "", "192.0.2.9": ""}})
    assert (
        "192.0.2.9 is no dedicated IP address of this account in this region. Fix: request it" in answer["Reason"]
    )
    assert pools(world)[A] == DEFAULT


def test_an_address_that_is_given_back_keeps_nothing_from_being_deleted(
    world: ProviderWorld, stack: Deployment
) -> None:
    stack.create(**FIRST)
    del world.ses._store.at(PLACE).kept("DedicatedIp")[A]
    assert stack.update(**SECOND)["Status"] == "SUCCESS"
    assert stack.delete()["Status"] == "SUCCESS"


def test_the_addresses_follow_a_new_pool(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    stack.update(**{**FIRST, "PoolName": "slow"})
    assert pools(world) == {A: "slow", B: "slow", C: DEFAULT}


def test_an_update_that_something_else_fails_is_undone(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**FIRST)
    before = pools(world)
    stack.update_that_something_else_fails(**SECOND)
    assert pools(world) == before


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(9))
@pytest.mark.parametrize("step", STEPS)
def test_whichever_call_fails_it_is_undone_and_a_second_try_does_it(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    def again_if_it_fails(current: str, act: Callable[[], dict[str, Any]]) -> None:
        before = pools(world)
        world.failures = {len(world.calls) + call: failure} if step == current else {}
        if act()["Status"] == "FAILED":
            assert current == "delete" or pools(world) == before
            assert act()["Status"] == "SUCCESS"

    again_if_it_fails("create", lambda: stack.create(**FIRST))
    assert pools(world) == {A: "fast", B: "fast", C: DEFAULT}
    again_if_it_fails("update", lambda: stack.update(**SECOND))
    assert pools(world) == {A: DEFAULT, B: "fast", C: "fast"}
    again_if_it_fails("delete", stack.delete)
    assert set(pools(world).values()) == {DEFAULT}

"""A deployment that waits until a global endpoint takes mail."""

from __future__ import annotations

from collections.abc import Callable

import clients
import pytest

from tests.lambdas.provider_world import Deployment, ProviderWorld, connected
from tests.lambdas.undoing import FAILURES, STEPS, tell_of_undoing

ASKED = {"EndpointName": "global", "Minutes": "20"}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    tell_of_undoing(monkeypatch)
    world, deploy = connected(monkeypatch)
    details = {"RoutesDetails": [{"Region": "us-east-1"}]}
    world.v2.create_multi_region_endpoint(EndpointName="global", Details=details)

    def sleep(seconds: float) -> None:
        world.sleep(seconds)
        world.dns.pass_hours(seconds / 3600)

    monkeypatch.setattr("time.sleep", sleep)
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesReadyEndpoint")


def endpoint_id(world: ProviderWorld) -> str:
    return str(world.v2.get_multi_region_endpoint(EndpointName="global")["EndpointId"])


def never_ready(world: ProviderWorld, monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    monkeypatch.setattr("ses_constructs.local.ses.endpoints.status", lambda *_: status)


def test_it_waits_until_ready_and_tells_the_id(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**ASKED)
    assert answer["Data"] == {"EndpointId": endpoint_id(world)}
    assert world.calls == ["GetMultiRegionEndpoint", "GetMultiRegionEndpoint"]


def test_the_time_is_over_after_more_than_one_invocation(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_ready(world, monkeypatch, "CREATING")
    answer = stack.create(**ASKED)
    assert "global endpoint global is CREATING, not READY. Fix:" in answer["Reason"]
    assert 20 * 60 <= world.clock < 21 * 60
    assert world.calls.count("Invoke") == 1


def test_a_failed_endpoint_is_not_waited_for(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_ready(world, monkeypatch, "FAILED")
    assert "is FAILED" in stack.create(**ASKED)["Reason"]
    assert world.clock == 0


def test_undoing_a_deployment_does_not_wait(
    world: ProviderWorld, stack: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.create(**ASKED)
    never_ready(world, monkeypatch, "CREATING")
    before = world.clock
    assert stack.update(**{**ASKED, "Minutes": "1"})["Status"] == "FAILED"
    assert world.clock - before < 120


def test_an_endpoint_that_is_not_there_is_named(stack: Deployment) -> None:
    assert (
        "there is no global endpoint none in this region"
        in stack.create(EndpointName="none", Minutes="1")["Reason"]
    )


def test_an_old_runtime_says_so(stack: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "sesv2", lambda: object())
    assert "does not know global endpoints yet. Fix:" in stack.create(**ASKED)["Reason"]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(2))
@pytest.mark.parametrize("step", STEPS)
def test_whichever_call_fails_a_second_try_does_it(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    def again_if_it_fails(current: str, act: Callable[[], dict[str, object]]) -> None:
        world.failures = {len(world.calls) + call: failure} if step == current else {}
        if act()["Status"] == "FAILED":
            assert act()["Status"] == "SUCCESS"

    again_if_it_fails("create", lambda: stack.create(**ASKED))
    again_if_it_fails("update", lambda: stack.update(**{**ASKED, "Minutes": "30"}))
    again_if_it_fails("delete", stack.delete)
    assert world.v2.get_multi_region_endpoint(EndpointName="global")["Status"] == "READY"

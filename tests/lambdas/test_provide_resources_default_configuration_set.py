"""The default configuration set of an identity, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lambdas.provider_world import LOST, Deployment, ProviderWorld, connected

DOMAIN, OTHER = "shop.example", "news.example"
OURS: dict[str, object] = {"Identity": DOMAIN, "ConfigurationSet": "receipts"}
Deploy = Callable[[str], Deployment]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Deploy]:
    world, deploy = connected(monkeypatch)
    for identity in (DOMAIN, OTHER):
        world.v2.create_email_identity(EmailIdentity=identity)
    for name in ("receipts", "newsletter", "before"):
        world.v2.create_configuration_set(ConfigurationSetName=name)
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Deploy]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Deploy]) -> Deployment:
    return connection[1]("Custom::SesDefaultConfigurationSet")


def choose(world: ProviderWorld, name: str) -> None:
    world.v2.put_email_identity_configuration_set_attributes(EmailIdentity=DOMAIN, ConfigurationSetName=name)


def default_of(world: ProviderWorld, identity: str = DOMAIN) -> str | None:
    found = world.v2.get_email_identity(EmailIdentity=identity).get("ConfigurationSetName")
    return None if found is None else str(found)


@pytest.mark.parametrize("before", [None, "before"])
def test_a_stack_gives_back_what_it_found(world: ProviderWorld, stack: Deployment, before: str | None) -> None:
    if before is not None:
        choose(world, before)
    assert stack.create(**OURS)["Status"] == "SUCCESS"
    assert default_of(world) == "receipts"
    stack.update(**OURS | {"ConfigurationSet": "newsletter"})
    assert default_of(world) == "newsletter"
    stack.delete()
    assert default_of(world) == before


def test_what_was_there_before_and_is_gone_is_not_given_back(world: ProviderWorld, stack: Deployment) -> None:
    choose(world, "before")
    stack.create(**OURS)
    world.v2.delete_configuration_set(ConfigurationSetName="before")
    stack.delete()
    assert default_of(world) is None


def test_what_somebody_has_chosen_since_stays(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**OURS)
    choose(world, "newsletter")
    stack.delete()
    assert default_of(world) == "newsletter"


def test_an_identity_that_is_gone_holds_up_no_delete(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**OURS)
    world.v2.delete_email_identity(EmailIdentity=DOMAIN)
    assert stack.delete()["Status"] == "SUCCESS"


def test_an_identity_that_is_not_there_is_said_so(stack: Deployment) -> None:
    answer = stack.create(**OURS | {"Identity": "nobody.example"})
    assert "there is no identity nobody.example" in answer["Reason"]
    assert "Fix: create it" in answer["Reason"]


def test_moving_to_another_identity_is_refused_and_undone(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**OURS)
    answer = stack.update(**OURS | {"Identity": OTHER})
    assert "Fix: give the construct another id" in answer["Reason"]
    assert (default_of(world), default_of(world, OTHER)) == ("receipts", None)


def test_the_same_again_changes_nothing(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**OURS)
    made = len(world.calls)
    stack.update(**OURS)
    assert world.calls[made:] == ["GetEmailIdentity"]


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "AccessDeniedException", LOST])
@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("step", ["create", "update", "delete"])
def test_any_call_that_fails_leaves_the_old_or_the_new(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    choose(world, "before")
    if step != "create":
        stack.create(**OURS)
    world.failures = {len(world.calls) + call: failure}
    if step == "create":
        answer = stack.create(**OURS)
        assert default_of(world) == ("receipts" if answer["Status"] == "SUCCESS" else "before")
    elif step == "update":
        answer = stack.update(**OURS | {"ConfigurationSet": "newsletter"})
        assert default_of(world) == ("newsletter" if answer["Status"] == "SUCCESS" else "receipts")
    else:
        if stack.delete()["Status"] != "SUCCESS":
            stack.delete()
        assert default_of(world) == "before"

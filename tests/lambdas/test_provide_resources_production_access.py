"""The request for production access: made once, never while AWS looks at another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lambdas.provider_world import PLACE, Deployment, ProviderWorld, connected
from tests.lambdas.undoing import FAILURES, STEPS, tell_of_undoing

ASKED: dict[str, Any] = {
    "MailType": "TRANSACTIONAL",
    "WebsiteUrl": "https://shop.example",
    "UseCase": "Receipts for customers.",
    "Language": "JA",
    "Contacts": ["me@shop.example"],
}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderWorld, Callable[[str], Deployment]]:
    tell_of_undoing(monkeypatch)
    world, deploy = connected(monkeypatch)
    account_of(world).production_access = False
    return world, deploy


@pytest.fixture
def world(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> ProviderWorld:
    return connection[0]


@pytest.fixture
def stack(connection: tuple[ProviderWorld, Callable[[str], Deployment]]) -> Deployment:
    return connection[1]("Custom::SesProductionAccess")


def account_of(world: ProviderWorld) -> Any:
    return world.ses._store.at(PLACE).account


def under_review(world: ProviderWorld) -> None:
    account_of(world).production_access = False
    review = {"ReviewDetails": {"Status": "PENDING", "CaseId": "case-1"}}
    account_of(world).details = {"MailType": "MARKETING", "WebsiteURL": "https://old.example", **review}


def asked_for(world: ProviderWorld) -> int:
    return world.calls.count("PutAccountDetails")


def test_everything_is_told_to_aws(world: ProviderWorld, stack: Deployment) -> None:
    answer = stack.create(**ASKED)
    assert answer["Data"] == {"Status": "GRANTED", "CaseId": ""}
    details = world.v2.get_account()["Details"]
    assert details == {
        "MailType": "TRANSACTIONAL",
        "WebsiteURL": "https://shop.example",
        "UseCaseDescription": "Receipts for customers.",
        "ContactLanguage": "JA",
        "AdditionalContactEmailAddresses": ["me@shop.example"],
        "ReviewDetails": {"Status": "GRANTED"},
    }


def test_an_account_that_has_it_does_not_ask(world: ProviderWorld, stack: Deployment) -> None:
    account_of(world).production_access = True
    assert stack.create(**ASKED)["Data"]["Status"] == "GRANTED"
    assert asked_for(world) == 0


def test_a_request_under_review_is_not_made_again(world: ProviderWorld, stack: Deployment) -> None:
    under_review(world)
    assert stack.create(**ASKED)["Data"] == {"Status": "PENDING", "CaseId": "case-1"}
    assert asked_for(world) == 0


def test_details_under_review_are_not_changed(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**ASKED)
    under_review(world)
    answer = stack.update(**{**ASKED, "UseCase": "More."})
    assert "AWS is looking at a request for production access" in answer["Reason"]
    assert asked_for(world) == 1


def test_a_conflict_is_told_in_the_same_words(world: ProviderWorld, stack: Deployment) -> None:
    world.failures = {1: "ConflictException"}
    assert "wait for the answer" in stack.create(**ASKED)["Reason"]


def test_new_details_are_told(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**ASKED)
    assert stack.update(**{**ASKED, "UseCase": "More."})["Status"] == "SUCCESS"
    assert world.v2.get_account()["Details"]["UseCaseDescription"] == "More."


def test_nothing_takes_it_back(world: ProviderWorld, stack: Deployment) -> None:
    stack.create(**ASKED)
    for _ in range(2):
        assert stack.delete()["Status"] == "SUCCESS"
    assert world.v2.get_account()["ProductionAccessEnabled"] is True


def test_what_is_typed_stands_in_no_log(
    world: ProviderWorld, stack: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.create(**ASKED)
    assert "shop.example" not in capsys.readouterr().out


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("call", range(4))
@pytest.mark.parametrize("step", STEPS)
def test_whichever_call_fails_a_second_try_does_it(
    world: ProviderWorld, stack: Deployment, step: str, call: int, failure: str
) -> None:
    def again_if_it_fails(current: str, act: Callable[[], dict[str, Any]]) -> None:
        world.failures = {len(world.calls) + call: failure} if step == current else {}
        if act()["Status"] == "FAILED":
            assert act()["Status"] == "SUCCESS"

    again_if_it_fails("create", lambda: stack.create(**ASKED))
    again_if_it_fails("update", lambda: stack.update(**{**ASKED, "UseCase": "More."}))
    again_if_it_fails("delete", stack.delete)
    assert world.v2.get_account()["ProductionAccessEnabled"] is True
    assert world.v2.get_account()["Details"]["UseCaseDescription"] == "More."

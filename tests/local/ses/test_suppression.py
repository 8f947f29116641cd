"""Whose reasons hold: the set's before the account's."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import suppression
from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.state import PlaceState


def with_reasons(reasons: list[str] | None) -> ConfigurationSet:
    options = {} if reasons is None else {"SuppressionOptions": {"SuppressedReasons": reasons}}
    return ConfigurationSet("set", options)


@pytest.mark.parametrize(
    ("own", "of_account", "held"),
    [
        (None, ["BOUNCE", "COMPLAINT"], True),
        (None, ["COMPLAINT"], False),
        (None, [], False),
        ([], ["BOUNCE"], False),
        (["BOUNCE"], [], True),
        (["COMPLAINT"], ["BOUNCE"], False),
    ],
)
def test_an_address_on_the_list_is_held_back_for_a_reason_in_force(
    state: PlaceState, own: list[str] | None, of_account: list[str], held: bool
) -> None:
    state.account.suppressed_reasons = of_account
    suppression.add(state, "You@example.net", "BOUNCE")
    assert suppression.holds_back(state, with_reasons(own), "you@EXAMPLE.net") is held


def test_an_address_that_is_not_on_the_list_is_never_held_back(state: PlaceState) -> None:
    assert not suppression.holds_back(state, None, "you@example.net")


def test_the_list_learns_only_what_is_in_force(state: PlaceState) -> None:
    for reason in ("BOUNCE", "COMPLAINT"):
        suppression.learn(
            state, with_reasons(["COMPLAINT"]), f"{reason}@a.b", reason, message_id="m", feedback_id="f"
        )
    assert [entry.reason for entry in state.suppressed.values()] == ["COMPLAINT"]

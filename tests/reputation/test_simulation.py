"""Simulated streams: the guard pauses those it has to, in time, and no other; the guide's sample does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reputation.sending import DAY, KINDS, Kind
from tests.reputation.sides import guard_side, guide_side
from tests.reputation.simulation import Watcher, simulate, table, wrong

SEED = 1
Make = Callable[[], Watcher]


@pytest.fixture(scope="module")
def guard() -> Make:
    return guard_side()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.bad], ids=lambda kind: kind.name)
def test_a_stream_that_is_well_is_never_paused(kind: Kind, guard: Make) -> None:
    assert simulate(kind, SEED, guard(), minutes=DAY).refused is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.bad], ids=lambda kind: kind.name)
def test_a_stream_that_is_not_is_paused_after_its_rate_has_breached(kind: Kind, guard: Make) -> None:
    outcome = simulate(kind, SEED, guard(), minutes=3 * DAY)
    assert not wrong(outcome)
    assert outcome.took is not None
    assert outcome.took <= 120


def test_the_guide_s_sample_pauses_a_shop_for_a_bounce_at_night() -> None:
    (kind,) = [kind for kind in KINDS if kind.name == "a shop with quiet nights"]
    assert simulate(kind, SEED, guide_side(), minutes=DAY).refused is not None


def test_the_table_has_a_line_for_each_kind(guard: Make) -> None:
    outcomes = {"guard": [simulate(KINDS[0], SEED, guard(), minutes=60)]}
    assert len(table(outcomes).splitlines()) == 2 + len(KINDS)

"""What is due to be tried again; the whole is tried in ``test_receiving``."""

from __future__ import annotations

from datetime import datetime, timedelta

from ses_constructs.local.ses.retries import attempt, take_due
from ses_constructs.local.ses.state import PlaceState, Retry
from tests.local.ses.aws import FakeWorld


def test_only_what_is_due_is_taken_and_what_is_not_over_comes_back(state: PlaceState, world: FakeWorld) -> None:
    tries: list[datetime] = []

    def twice() -> datetime | None:
        tries.append(state.now())
        return state.now() + timedelta(hours=1) if len(tries) < 2 else None

    state.retries.append(Retry(state.now() + timedelta(hours=1), twice))
    for _ in range(5):
        attempt(take_due(state.store))
        world.pass_hours(1)
    assert len(tries) == 2
    assert tries[1] - tries[0] == timedelta(hours=1)
    assert state.retries == []

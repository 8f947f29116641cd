"""Bounce and complaint rates.

SES computes them over a "representative volume" it does not reveal; here they are simply hard bounces (or
complaints) divided by sends since the start. Soft bounces, mail to the mailbox simulator, bounces from the
account's own verified domains and addresses of the account's suppression list do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_constructs.local.ses.configuration_set import ConfigurationSet
    from ses_constructs.local.ses.state import PlaceState

_SET_DIMENSION = "ses:configuration-set"


@dataclass(slots=True)
class Counts:
    """What went out and came back since the start."""

    sends: int = 0
    bounces: int = 0
    complaints: int = 0

    @property
    def bounce_rate(self) -> float:
        """Hard bounces as a fraction of sends."""
        return self.bounces / self.sends

    @property
    def complaint_rate(self) -> float:
        """Complaints as a fraction of sends."""
        return self.complaints / self.sends


def count(
    state: PlaceState,
    configuration_set: ConfigurationSet | None,
    *,
    sends: int = 0,
    bounces: int = 0,
    complaints: int = 0,
) -> None:
    """Counts for the account and for the set, and publishes the new rates."""
    counted = [state.counts] if configuration_set is None else [state.counts, configuration_set.counts]
    for counts in counted:
        counts.sends += sends
        counts.bounces += bounces
        counts.complaints += complaints
    _publish(state, state.counts, {})
    if configuration_set is not None:
        _publish_set(state, configuration_set)


def refresh(state: PlaceState) -> None:
    """Publishes the current rates of a place again."""
    _publish(state, state.counts, {})
    for configuration_set in list(state.configuration_sets.values()):
        _publish_set(state, configuration_set)


def fresh_start(state: PlaceState, configuration_set: ConfigurationSet) -> None:
    """Starts the numbers of a set over, as re-enabling a paused set does; the account's are never reset."""
    configuration_set.counts = Counts()
    configuration_set.last_fresh_start = state.now()


def _publish_set(state: PlaceState, configuration_set: ConfigurationSet) -> None:
    if configuration_set.metrics_enabled:
        _publish(state, configuration_set.counts, {_SET_DIMENSION: configuration_set.name})


def _publish(state: PlaceState, counts: Counts, dimensions: dict[str, str]) -> None:
    if counts.sends == 0:
        return
    rates = {"Reputation.BounceRate": counts.bounce_rate, "Reputation.ComplaintRate": counts.complaint_rate}
    for name, rate in rates.items():
        put_metric(state, name, rate, dimensions)


def put_metric(state: PlaceState, name: str, value: float, dimensions: dict[str, str]) -> None:
    """Puts one value into ``AWS/SES``; a refusal is remembered, never raised."""
    place, world, now = state.place, state.world, state.now()
    state.later(
        "CloudWatch",
        f"metric {name}",
        lambda: world.put_metric(place, name, value, dimensions=dimensions, timestamp=now),
    )

"""The account's suppression list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_constructs.local.ses.configuration_set import ConfigurationSet
    from ses_constructs.local.ses.state import PlaceState


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One address that gets no mail."""

    address: str
    reason: str
    updated: datetime
    message_id: str | None = None
    feedback_id: str | None = None


def add(
    state: PlaceState,
    address: str,
    reason: str,
    *,
    message_id: str | None = None,
    feedback_id: str | None = None,
) -> None:
    """Puts an address on the list, whatever the reasons in force."""
    entry = Suppressed(address, reason, state.now(), message_id, feedback_id)
    state.suppressed[address.lower()] = entry


def learn(
    state: PlaceState,
    configuration_set: ConfigurationSet | None,
    address: str,
    reason: str,
    *,
    message_id: str,
    feedback_id: str,
) -> None:
    """Puts an address on the list after a bounce or complaint, if that reason is in force."""
    if reason in reasons_in_force(state, configuration_set):
        add(state, address, reason, message_id=message_id, feedback_id=feedback_id)


def holds_back(state: PlaceState, configuration_set: ConfigurationSet | None, address: str) -> bool:
    """Tells whether mail to an address is held back: it is on the list for a reason in force."""
    entry = state.suppressed.get(address.lower())
    return entry is not None and entry.reason in reasons_in_force(state, configuration_set)


def reasons_in_force(state: PlaceState, configuration_set: ConfigurationSet | None) -> list[str]:
    """Those of the configuration set if it has its own, else the account's."""
    own = configuration_set.suppressed_reasons if configuration_set is not None else None
    return state.account.suppressed_reasons if own is None else own

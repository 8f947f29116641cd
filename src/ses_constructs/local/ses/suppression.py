"""The suppression lists: the account's, and those of tenants that keep one of their own."""

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
    tenant: str | None = None,
    message_id: str | None = None,
    feedback_id: str | None = None,
) -> None:
    """Puts an address on the list, whatever the reasons in force."""
    entry = Suppressed(address, reason, state.now(), message_id, feedback_id)
    listed(state, tenant)[address.lower()] = entry


def learn(
    state: PlaceState,
    configuration_set: ConfigurationSet | None,
    address: str,
    reason: str,
    *,
    tenant: str | None = None,
    message_id: str,
    feedback_id: str,
) -> None:
    """Puts an address on the list after a bounce or complaint, if that reason is in force."""
    if reason in reasons_in_force(state, configuration_set, tenant):
        add(state, address, reason, tenant=tenant, message_id=message_id, feedback_id=feedback_id)


def holds_back(
    state: PlaceState, configuration_set: ConfigurationSet | None, address: str, *, tenant: str | None = None
) -> bool:
    """Tells whether mail to an address is held back: it is on the list for a reason in force."""
    entry = listed(state, tenant).get(address.lower())
    return entry is not None and entry.reason in reasons_in_force(state, configuration_set, tenant)


def listed(state: PlaceState, tenant: str | None) -> dict[str, Suppressed]:
    """The list that counts for mail of a tenant, or of nobody in particular."""
    if tenant is None or _reasons_of_tenant(state, tenant) is None:
        return state.suppressed
    return state.suppressed_by_tenant.setdefault(tenant, {})


def reasons_in_force(
    state: PlaceState, configuration_set: ConfigurationSet | None, tenant: str | None = None
) -> list[str]:
    """Those of the configuration set if it has its own, else those of the list that counts."""
    own = configuration_set.suppressed_reasons if configuration_set is not None else None
    if own is None and tenant is not None:
        own = _reasons_of_tenant(state, tenant)
    return state.account.suppressed_reasons if own is None else own


def _reasons_of_tenant(state: PlaceState, tenant: str) -> list[str] | None:
    """``None`` for a tenant that uses the account's list."""
    attributes = state.kept("Tenant").get(tenant, {}).get("SuppressionAttributes", {})
    if attributes.get("SuppressionScope") != "TENANT":
        return None
    return list(attributes.get("SuppressedReasons", []))

"""Dedicated IP addresses: leased outside the API, then put into pools and warmed up by it."""

from __future__ import annotations

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import not_found
from ses_constructs.local.ses.state import PlaceState

KIND = "DedicatedIp"
DEFAULT_POOL = "ses-default-dedicated-pool"
"""Where a leased address is until somebody puts it into a pool; it always exists."""


def lease(state: PlaceState, ip: str) -> None:
    """Gives the account an address, as AWS Support does; with automatic warm-up it begins at the bottom."""
    warm = not state.account.auto_warmup
    state.kept(KIND)[ip] = {
        "Ip": ip,
        "WarmupStatus": "DONE" if warm else "IN_PROGRESS",
        "WarmupPercentage": 100 if warm else 0,
        "PoolName": DEFAULT_POOL,
    }


def require(state: PlaceState, ip: str) -> Document:
    """The address, if it is one of the account's."""
    found = state.kept(KIND).get(ip)
    if found is None:
        raise not_found(f"Dedicated IP {ip} does not exist.")
    return found


def of_pool(state: PlaceState, name: str) -> list[Document]:
    """The addresses in a pool."""
    return [found for found in state.kept(KIND).values() if found["PoolName"] == name]

"""Which recipients a receipt rule is for (guide, "recipient conditions")."""

from __future__ import annotations

from collections.abc import Sequence


def matches(conditions: Sequence[str], address: str) -> bool:
    """Tells whether any condition fits; no condition fits everybody.

    ``user@example.com`` is an address with all its ``+tag`` variants, ``user+tag@example.com`` that variant
    only, ``example.com`` a domain without its subdomains, ``.example.com`` its subdomains only.
    """
    return not conditions or any(_fits(condition.lower(), address.lower()) for condition in conditions)


def _fits(condition: str, address: str) -> bool:
    local, _, domain = address.rpartition("@")
    if condition.startswith("."):
        return domain.endswith(condition) and domain != condition
    wanted, at, wanted_domain = condition.rpartition("@")
    if not at:
        return domain == condition
    if domain != wanted_domain:
        return False
    return local == wanted or ("+" not in wanted and local.partition("+")[0] == wanted)

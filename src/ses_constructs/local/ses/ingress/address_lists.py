"""Whether an address is on an address list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ses_constructs.local.ses.state import PlaceState


def holds(state: PlaceState, list_arns: Iterable[str], addresses: Iterable[str]) -> bool:
    """Whether any list has any of the addresses; ``*`` of a member stands for any text.

    Guide: Traffic policies and policy statements (recipient address matching and subaddressing).
    """
    members = [
        _pattern(member)
        for arn in list_arns
        for member in state.kept(f"AddressListMember/{arn.rpartition('/')[2]}")
    ]
    return any(pattern.fullmatch(address) for pattern in members for address in addresses)


def _pattern(member: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in member.split("*")), re.IGNORECASE)

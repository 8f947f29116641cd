"""What each of the four ways provisions: a zone of its own for each domain, one configuration set a stack."""

from __future__ import annotations

RESOURCES_PER_STACK = 500
"""CloudFormation's limit."""
OURS, BY_HAND = 2, 7
"""Resources per domain: an identity and its record group; an identity and six record sets."""


def domain(number: int) -> str:
    return f"d{number}.example"


def zone_id(number: int) -> str:
    return f"Z{number:020d}"


def stacks(domains: int, per_domain: int) -> list[range]:
    """The numbers of the domains of each stack, with room for the configuration set."""
    most = (RESOURCES_PER_STACK - 1) // per_domain
    return [range(first, min(first + most, domains)) for first in range(0, domains, most)]

"""Sending policies of an address and of its domain that contradict each other.

Where an address has policies of its own, SES judges its mail by these and not by those of the domain.
Guide: Using sending authorization with Amazon SES.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import aws_cdk as cdk
import jsii
from constructs import Construct, IConstruct, IValidation

from ses_constructs.facts.addresses import domain_of
from ses_constructs.facts.domains import is_below
from ses_constructs.shared import Aws, once


@dataclass(slots=True)
class _Policies:
    """What the sending policies of one identity do: ``allow``, ``deny`` or both."""

    owner: Construct
    effects: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Place:
    """An account and region."""

    identities: dict[str, _Policies] = field(default_factory=dict)
    is_watched: bool = False


@once
def _places_of(root: IConstruct) -> dict[tuple[str, str], _Place]:  # noqa: ARG001 - the key
    return {}


def remember_policy(owner: Construct, name: str, *, deny: bool) -> None:
    """Has the synthesis warn of an address whose policies leave out what those of its domain say.

    Args:
        owner: The identity.
        name: The domain or the address.
        deny: Whether the policy denies.
    """
    aws = Aws.of(owner)
    place = _places_of(aws.app).setdefault((aws.account, aws.region), _Place())
    place.identities.setdefault(name, _Policies(owner)).effects.add("deny" if deny else "allow")
    # Judged at the end, for more policies may come; and a call into Node only where there are two to compare.
    if not place.is_watched and any(_pairs(place.identities)):
        place.is_watched = True
        owner.node.add_validation(_Contradictions(place))


@jsii.implements(IValidation)
class _Contradictions:
    def __init__(self, place: _Place) -> None:
        self._place = place

    def validate(self) -> list[str]:
        for address, domain in _pairs(self._place.identities):
            policies = self._place.identities[address]
            missing = self._place.identities[domain].effects - policies.effects
            if missing:
                cdk.Annotations.of(policies.owner).add_warning_v2(
                    "ses-constructs:contradicting-policies",
                    f"{address} has sending policies of its own, so that those of {domain} that "
                    f"{' or '.join(sorted(missing))} do not hold for it; say the same of both",
                )
        return []


def _pairs(identities: Mapping[str, _Policies]) -> Iterator[tuple[str, str]]:
    """Each address with the nearest of its domains that has policies."""
    domains = [name for name in identities if "@" not in name]
    for address in identities:
        home = domain_of(address) if "@" in address else ""
        above = [domain for domain in domains if home == domain or is_below(home, domain)]
        if above:
            yield address, max(above, key=len)

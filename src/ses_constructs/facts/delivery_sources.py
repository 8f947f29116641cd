"""Sets of IP addresses that deliver mail, exact enough to add up what several conditions say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network, summarize_address_range

Range = tuple[int, int]
"""The first address and the last."""
_LAST = {4: 2**32 - 1, 6: 2**128 - 1}
_LARGEST_ALLOCATION = {4: 8, 6: 12}
"""Length of the largest block that one registry is given. IANA: IPv4 Address Space Registry; IPv6 Global Unicast
Address Assignments."""

_UNIQUE_LOCAL = IPv6Network("fc00::/7")
"""RFC 4193, section 3.1."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Addresses of either version of IP: ranges in their order, which neither overlap nor touch."""

    ipv4: tuple[Range, ...]
    ipv6: tuple[Range, ...]

    @classmethod
    def nobody(cls) -> Sources:
        """No address."""
        return cls((), ())

    @classmethod
    def everybody(cls) -> Sources:
        """All addresses."""
        return cls(((0, _LAST[4]),), ((0, _LAST[6]),))

    @classmethod
    def within(cls, ranges: Iterable[str]) -> Sources:
        """The addresses of ranges such as ``192.0.2.0/24``; what is no range adds nothing."""
        found: dict[int, list[Range]] = {4: [], 6: []}
        for one in ranges:
            network = _network(one)
            if network is not None:
                found[network.version].append((int(network.network_address), int(network.broadcast_address)))
        return cls(_joined(found[4]), _joined(found[6]))

    def of_version(self, version: int) -> Sources:
        """Those of one version of IP."""
        return Sources(self.ipv4, ()) if version == 4 else Sources((), self.ipv6)

    def or_(self, other: Sources) -> Sources:
        """The addresses of either."""
        return Sources(_joined([*self.ipv4, *other.ipv4]), _joined([*self.ipv6, *other.ipv6]))

    def and_(self, other: Sources) -> Sources:
        """The addresses of both."""
        return Sources(_shared(self.ipv4, other.ipv4), _shared(self.ipv6, other.ipv6))

    def others(self) -> Sources:
        """All other addresses."""
        return Sources(_rest(self.ipv4, _LAST[4]), _rest(self.ipv6, _LAST[6]))

    def is_anybody(self, versions: Iterable[int]) -> bool:
        """Whether they hold a block that is more than one registry is given, so that nobody alone can have it.

        Addresses of IPv6 that are private are nobody's on the internet; those of IPv4 are smaller blocks.
        """
        found: list[IPv4Network | IPv6Network] = []
        if 4 in versions:
            for first, last in self.ipv4:
                found += summarize_address_range(IPv4Address(first), IPv4Address(last))
        if 6 in versions:
            for first, last in self.ipv6:
                found += summarize_address_range(IPv6Address(first), IPv6Address(last))
        return any(one.prefixlen < _LARGEST_ALLOCATION[one.version] and not _is_private(one) for one in found)


def _is_private(network: IPv4Network | IPv6Network) -> bool:
    return isinstance(network, IPv6Network) and network.subnet_of(_UNIQUE_LOCAL)


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _shared(some: tuple[Range, ...], others: tuple[Range, ...]) -> tuple[Range, ...]:
    both = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return _joined(one for one in both if one[0] <= one[1])


def _rest(ranges: tuple[Range, ...], end: int) -> tuple[Range, ...]:
    rest, at = [], 0
    for first, last in ranges:
        if first > at:
            rest.append((at, first - 1))
        at = last + 1
    if at <= end:
        rest.append((at, end))
    return tuple(rest)

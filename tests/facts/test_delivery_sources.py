"""Sets of addresses add up."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.facts.delivery_sources import Sources

_RANGES = st.lists(
    st.one_of(
        st.builds(lambda a, n: f"{ip_address(a >> (32 - n) << (32 - n))}/{n}", st.integers(0, 2**32 - 1),
                  st.integers(1, 32)),
        st.builds(lambda a, n: f"{ip_address(a >> (128 - n) << (128 - n))}/{n}",
                  st.integers(2**64, 2**128 - 1), st.integers(1, 128)),
    ),
    max_size=6,
)  # fmt: skip


def holds(sources: Sources, version: int, address: int) -> bool:
    return any(first <= address <= last for first, last in (sources.ipv4 if version == 4 else sources.ipv6))


@given(_RANGES, _RANGES, st.sampled_from([4, 6]), st.data())
def test_what_is_in_either_both_or_neither_is_as_for_single_addresses(
    some: list[str], more: list[str], version: int, data: st.DataObject
) -> None:
    address = data.draw(st.integers(0, 2**32 - 1 if version == 4 else 2**128 - 1))
    a, b = Sources.within(some), Sources.within(more)
    in_a, in_b = holds(a, version, address), holds(b, version, address)
    assert holds(a.or_(b), version, address) is (in_a or in_b)
    assert holds(a.and_(b), version, address) is (in_a and in_b)
    assert holds(a.others(), version, address) is not in_a
    assert a.others().others() == a
    assert a.or_(a.others()) == Sources.everybody()
    assert a.and_(a.others()) == Sources.nobody()


@pytest.mark.parametrize(
    "ranges",
    [
        ["0.0.0.0/0"],
        ["0.0.0.0/1"],
        ["0.0.0.0/2", "64.0.0.0/2"],
        ["52.0.0.0/8", "53.0.0.0/8"],
        ["192.0.2.0/24", "::/1", "8000::/1"],
        ["2000::/3"],
    ],
)
def test_more_than_one_registry_is_given_is_anybody(ranges: list[str]) -> None:
    assert Sources.within(ranges).is_anybody((4, 6))


@pytest.mark.parametrize(
    "ranges",
    [
        [],
        ["no range"],
        ["192.0.2.0/24", "198.51.100.0/24"],
        ["52.0.0.0/8"],
        ["53.0.0.0/8", "55.0.0.0/8"],
        ["10.0.0.0/8", "172.16.0.0/12"],
        ["fc00::/7"],
        ["2001:db8::/32"],
    ],
)
def test_what_one_may_have_is_not(ranges: list[str]) -> None:
    assert not Sources.within(ranges).is_anybody((4, 6))


def test_only_the_versions_that_are_spoken_count() -> None:
    assert not Sources.within(["::/0"]).is_anybody((4,))
    assert not Sources.within(["0.0.0.0/0"]).is_anybody((6,))
    assert Sources.everybody().of_version(6) == Sources.within(["::/0"])

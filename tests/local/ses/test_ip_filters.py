"""Whose connections are not taken."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.ip_filters import blocks, contains


@pytest.mark.parametrize(
    ("filters", "source_ip", "blocked"),
    [
        ([], "192.0.2.1", False),
        ([("Block", "192.0.2.0/24")], "192.0.2.1", True),
        ([("Block", "192.0.2.0/24")], "198.51.100.1", False),
        ([("Block", "192.0.2.1")], "192.0.2.1", True),
        ([("Block", "0.0.0.0/0"), ("Allow", "192.0.2.7/32")], "192.0.2.7", False),
        ([("Allow", "192.0.2.7/32"), ("Block", "0.0.0.0/0")], "192.0.2.8", True),
        ([("Allow", "192.0.2.7/32")], "192.0.2.8", False),
        ([("Block", "0.0.0.0/0")], "2001:db8::1", False),
        ([("Block", "2001:db8::/32")], "2001:db8::1", True),
    ],
)
def test_allowing_beats_blocking(filters: list[tuple[str, str]], source_ip: str, blocked: bool) -> None:
    kept = [{"Name": str(n), "IpFilter": {"Policy": p, "Cidr": c}} for n, (p, c) in enumerate(filters)]
    assert blocks(kept, source_ip) is blocked


def test_a_range_may_be_written_with_any_of_its_addresses() -> None:
    assert contains("192.0.2.77/24", "192.0.2.1")

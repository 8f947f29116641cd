"""Ranges of IP addresses, and what is said about others."""

from __future__ import annotations

import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.mail_manager.address_ranges import checked_range


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("::1", "::1/128"),
    ],
)
def test_a_range_is_written_with_its_length(given: str, written: str) -> None:
    assert checked_range("source_ip", given) == written


def test_bits_beyond_the_length_are_refused_with_what_was_meant() -> None:
    with pytest.raises(InvalidSettingError, match="bits beyond its length") as caught:
        checked_range("source_ip", "192.0.2.7/24")
    assert "192.0.2.0/24" in caught.value.fix


@pytest.mark.parametrize("given", ["localhost", "192.0.2.0/33", "", "192.0.2.0-9"])
def test_what_is_no_range_is_refused(given: str) -> None:
    with pytest.raises(InvalidSettingError, match="is no range"):
        checked_range("source_ip", given)


@pytest.mark.parametrize(("given", "version", "meant"), [("::1", 4, "sender_ipv6"), ("192.0.2.7", 6, "sender_ip")])
def test_the_other_version_of_ip_has_another_attribute(given: str, version: int, meant: str) -> None:
    with pytest.raises(InvalidSettingError, match="and the attribute") as caught:
        checked_range("x", given, version=version)
    assert caught.value.fix.endswith(f"Traffic.{meant}")

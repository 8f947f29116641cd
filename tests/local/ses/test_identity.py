"""Telling addresses from domains."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ses_constructs.local.ses.identity import Identity
from ses_constructs.local.ses.progress import Progress


@pytest.mark.parametrize(
    ("name", "address", "domain"),
    [("Example.com", False, "example.com"), ("me@Example.com", True, "example.com")],
)
def test_an_address_has_an_at_sign(name: str, address: bool, domain: str) -> None:
    identity = Identity(name, Progress(datetime(2026, 11, 1, tzinfo=UTC)))
    assert (identity.is_address, identity.domain) == (address, domain)

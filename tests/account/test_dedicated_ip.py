"""Addresses."""

from __future__ import annotations

from typing import Any

import pytest

from ses_constructs.account import DedicatedIp
from ses_constructs.errors import InvalidSettingError


@pytest.mark.parametrize("percentage", [None, 0, 100])
def test_addresses_with_any_warmth(percentage: int | None) -> None:
    assert DedicatedIp(address="192.0.2.1", warm_up_percentage=percentage).warm_up_percentage == percentage


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("address", {"address": "192.0.2"}),
        ("address", {"address": "2001:db8::1"}),
        ("address", {"address": "192.0.2.0/24"}),
        ("warm_up_percentage", {"address": "192.0.2.1", "warm_up_percentage": 101}),
        ("warm_up_percentage", {"address": "192.0.2.1", "warm_up_percentage": -1}),
    ],
)
def test_what_is_no_address_is_refused(setting: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        DedicatedIp(**wrong)
    assert caught.value.setting == setting

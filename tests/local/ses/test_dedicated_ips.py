"""Leased addresses."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import dedicated_ips
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState

IP = "192.0.2.7"


def test_a_leased_address_is_in_the_default_pool_and_cold(state: PlaceState) -> None:
    dedicated_ips.lease(state, IP)
    found = dedicated_ips.require(state, IP)
    assert (found["WarmupStatus"], found["WarmupPercentage"]) == ("IN_PROGRESS", 0)
    assert dedicated_ips.of_pool(state, dedicated_ips.DEFAULT_POOL) == [found]


def test_without_automatic_warm_up_it_is_warm(state: PlaceState) -> None:
    state.account.auto_warmup = False
    dedicated_ips.lease(state, IP)
    assert dedicated_ips.require(state, IP)["WarmupStatus"] == "DONE"


def test_an_address_of_others_is_not_found(state: PlaceState) -> None:
    with pytest.raises(RefusedError, match=IP):
        dedicated_ips.require(state, IP)

"""How patient the AWS clients are."""

from __future__ import annotations

import clients
import pytest


@pytest.mark.parametrize("make", [clients.ses, clients.cloudformation])
def test_all_attempts_of_all_calls_fit_into_the_functions_fifteen_minutes(make: object) -> None:
    assert callable(make)
    config = make().meta.config
    attempts = config.retries["total_max_attempts"]
    assert config.retries["mode"] == "standard"
    longest = attempts * (config.connect_timeout + config.read_timeout) + sum(2**n for n in range(attempts - 1))
    calls_of_the_longest_request = 5
    assert attempts >= 5
    assert longest * calls_of_the_longest_request < 15 * 60 - 120

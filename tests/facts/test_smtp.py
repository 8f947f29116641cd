"""Ports, and the password of an access key."""

from __future__ import annotations

import pytest

from ses_constructs.facts.smtp import STARTTLS_PORTS, TLS_WRAPPER_PORTS, is_wrapped_in_tls, smtp_password

OF_THE_GUIDE = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PASSWORDS = {
    "us-east-1": "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9",
    "us-west-2": "BF2PynzbSCAjX08zhZZnP/kW+T9P5zs/1Er0pi5vTEmd",
    "eu-west-1": "BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk",
}
"""Of the guide's example key, by its own program."""


@pytest.mark.parametrize("region", PASSWORDS)
def test_the_password_is_what_the_guides_program_prints(region: str) -> None:
    assert smtp_password(OF_THE_GUIDE, region) == PASSWORDS[region]


def test_tls_comes_first_on_the_wrapper_ports_only() -> None:
    assert [is_wrapped_in_tls(port) for port in (*STARTTLS_PORTS, *TLS_WRAPPER_PORTS)] == [False] * 3 + [True] * 2

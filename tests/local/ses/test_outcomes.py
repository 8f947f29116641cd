"""What becomes of mail for an address."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.outcomes import Outcome, is_simulated, outcome_of


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("success@simulator.amazonses.com", Outcome.DELIVERED),
        ("bounce@simulator.amazonses.com", Outcome.BOUNCED),
        ("bounce+label@simulator.amazonses.com", Outcome.BOUNCED),
        ("ooto@simulator.amazonses.com", Outcome.OUT_OF_OFFICE),
        ("Complaint+a+b@Simulator.AmazonSES.com", Outcome.COMPLAINED),
        ("suppressionlist@simulator.amazonses.com", Outcome.SUPPRESSED_BY_SES),
        ("nobody@simulator.amazonses.com", Outcome.BOUNCED),
        ("x@bounce.test", Outcome.BOUNCED),
        ("x@softbounce.test", Outcome.SOFT_BOUNCED),
        ("x@complaint.test", Outcome.COMPLAINED),
        ("x@delay.test", Outcome.DELAYED),
        ("x@mail.bounce.test", Outcome.DELIVERED),
        ("bounce@example.com", Outcome.DELIVERED),
    ],
)
def test_the_address_decides(address: str, outcome: Outcome) -> None:
    assert outcome_of(address) is outcome


def test_only_the_simulator_is_simulated() -> None:
    assert is_simulated("bounce+1@SIMULATOR.amazonses.com")
    assert not is_simulated("x@bounce.test")

"""What becomes of a message at its recipients.

The mailbox simulator's addresses behave as the guide says, and never move reputation or the suppression list.
For mail that counts, this emulator adds a convention of its own on the reserved ``.test`` domains (RFC 2606):

=================== =======================================
``x@bounce.test``      hard bounce
``x@softbounce.test``  SES tried long and gave up
``x@complaint.test``   delivered, then reported as spam
``x@delay.test``       delayed, then delivered
=================== =======================================

Everybody else gets their mail.
"""

from __future__ import annotations

from enum import StrEnum

_SIMULATOR = "simulator.amazonses.com"


class Outcome(StrEnum):
    """What happens to one recipient's copy."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    SOFT_BOUNCED = "soft-bounced"
    COMPLAINED = "complained"
    DELAYED = "delayed"
    OUT_OF_OFFICE = "out-of-office"
    SUPPRESSED_BY_SES = "suppressed-by-ses"
    SUPPRESSED_BY_ACCOUNT = "suppressed-by-account"
    UNSUBSCRIBED = "unsubscribed"


_SIMULATED = {
    "success": Outcome.DELIVERED,
    "bounce": Outcome.BOUNCED,
    "ooto": Outcome.OUT_OF_OFFICE,
    "complaint": Outcome.COMPLAINED,
    "suppressionlist": Outcome.SUPPRESSED_BY_SES,
}
_TEST_DOMAINS = {
    "bounce.test": Outcome.BOUNCED,
    "softbounce.test": Outcome.SOFT_BOUNCED,
    "complaint.test": Outcome.COMPLAINED,
    "delay.test": Outcome.DELAYED,
}


def is_simulated(address: str) -> bool:
    """Tells whether an address belongs to the mailbox simulator."""
    return address.rpartition("@")[2].lower() == _SIMULATOR


def outcome_of(address: str) -> Outcome:
    """What happens to mail for an address."""
    local, _, domain = address.lower().rpartition("@")
    if domain == _SIMULATOR:
        return _SIMULATED.get(local.partition("+")[0], Outcome.BOUNCED)
    return _TEST_DOMAINS.get(domain, Outcome.DELIVERED)

"""What SES charges for messages, in US dollars, in one region.

Source: a public transcription of the AWS Price List API, offer ``AmazonSES``, region ``us-east-1``, as published
on 22 July 2026; AWS itself was not asked. Prices differ by region and change; what is not listed here was not in
that list.
"""

from __future__ import annotations

from dataclasses import dataclass

REGION = "us-east-1"
PUBLISHED = "2026-07-22"
SOURCE = f"a public transcription of the AWS Price List API, AmazonSES, {REGION}, published {PUBLISHED}"
CHUNK_KILOBYTES = 256
"""Incoming mail is also billed by started chunks of this size."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A price that holds up to a number of units a month.

    Args:
        each: Dollars for one unit.
        up_to: Units a month. None: all that is left.
    """

    each: float
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to be billed, chosen for an account in a region.

    Args:
        name: What AWS calls it.
        holders: Who has it unless they chose another.
        sent: Prices of a message to one recipient.
        received: Price of an incoming message. None: not listed.
        chunk: Price of a chunk of an incoming message. None: not listed.
        gateway: Price of a message through Mail Manager.
    """

    name: str
    holders: str
    sent: tuple[Tier, ...]
    received: float | None
    chunk: float | None
    gateway: float

    def sending(self, recipients: int) -> float:
        """Dollars for a month with so many recipients.

        >>> round(A_LA_CARTE.sending(100_000), 2), round(ESSENTIALS.sending(12_000_000), 2)
        (10.0, 1880.0)
        """
        cost, below = 0.0, 0
        for tier in self.sent:
            top = recipients if tier.up_to is None else min(recipients, tier.up_to)
            cost += max(top - below, 0) * tier.each
            below = max(below, top)
        return cost

    def receiving(self, messages: int, *, chunks: int = 1) -> float | None:
        """Dollars for a month with so many incoming messages, each of so many chunks; None when not listed."""
        if self.received is None or self.chunk is None:
            return None
        return messages * (self.received + chunks * self.chunk)


A_LA_CARTE = Plan(
    name="À la carte",
    holders="accounts that have used SES since 1 June 2025",
    sent=(Tier(0.0001),),
    received=0.0001,
    chunk=0.00009,
    gateway=0.00015,
)
ESSENTIALS = Plan(
    name="Essentials",
    holders="accounts new to SES since 21 July 2026, or back after a year",
    sent=(Tier(0.00016, 10_000_000), Tier(0.00014, 100_000_000), Tier(0.00011)),
    received=None,
    chunk=None,
    gateway=0.00016,
)
PLANS = (A_LA_CARTE, ESSENTIALS)
TENANT_MONTH = 0.005
"""A tenant, a month, à la carte."""
METRIC_MONTH = 0.3
"""A metric in CloudWatch, a month, up to 10,000 of them; an hour without data costs nothing."""
METRIC_SOURCE = f"Amazon CloudWatch pricing, {REGION}"

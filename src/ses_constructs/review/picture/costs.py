"""What the mail of an assembly costs a month at a given volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.facts import prices
from ses_constructs.review.alarms import ALARM
from ses_constructs.review.receiving import RULE
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, destinations

from .gateway_map import INGRESS_POINT
from .naming import counted, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource

DEFAULT_VOLUME = 100_000
"""Messages a month of each stream, when nobody says otherwise."""
_TENANT = "AWS::SES::Tenant"
_RATES = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stream costs a month.

    Args:
        name: The stream.
        unit: What its volume counts.
        volume: How many of them a month.
        by_plan: Dollars by plan, in the order of ``facts.prices.PLANS``; None: the price is not listed.
        tiers: The same as prices of one unit: pairs of price and the volume it holds up to (0: no end), by plan.
        besides: What CloudWatch bills besides, in words.
    """

    name: str
    unit: str
    volume: int
    by_plan: tuple[float | None, ...]
    tiers: tuple[tuple[tuple[float, int], ...], ...]
    besides: str = ""


def costs(assembly: Assembly, *, volume: int = DEFAULT_VOLUME) -> list[Cost]:
    """A line for each configuration set, for mail without one, for incoming mail and for Mail Manager."""
    return [*_outgoing(assembly, volume), *_incoming(assembly, volume)]


def _outgoing(assembly: Assembly, volume: int) -> Iterator[Cost]:
    sets = list(assembly.resources(CONFIGURATION_SET))
    for one in sets:
        yield _sent(name_of(one), volume, _metrics(assembly, one))
    if not sets and any(assembly.resources(IDENTITY)):
        yield _sent("Outgoing mail", volume, "")


def _sent(name: str, volume: int, besides: str) -> Cost:
    tiers = tuple(tuple((tier.each, tier.up_to or 0) for tier in plan.sent) for plan in prices.PLANS)
    by_plan = tuple(plan.sending(volume) for plan in prices.PLANS)
    return Cost(name, "recipients", volume, by_plan, tiers, besides)


def _metrics(assembly: Assembly, one: Resource) -> str:
    """How many metrics of CloudWatch a set makes, where each dimension has one value."""
    number = _RATES if one.get("ReputationOptions.ReputationMetricsEnabled").flag else 0
    for destination in destinations(assembly).get(one, []):
        given = destination.settings.get("CloudWatchDestination.DimensionConfigurations").items
        number += 0 if destination.is_off else len(given) * len(destination.events)
    return f"{counted(number, 'custom metric')} or more" if number else ""


def _incoming(assembly: Assembly, volume: int) -> Iterator[Cost]:
    if any(assembly.resources(RULE)):
        by_plan = tuple(plan.receiving(volume) for plan in prices.PLANS)
        tiers = tuple(((each, 0),) if (each := plan.receiving(1)) is not None else () for plan in prices.PLANS)
        yield Cost("Incoming mail", f"messages of up to {prices.CHUNK_KILOBYTES} KB", volume, by_plan, tiers)
    if any(assembly.resources(INGRESS_POINT)):
        by_plan = tuple(volume * plan.gateway for plan in prices.PLANS)
        tiers = tuple(((plan.gateway, 0),) for plan in prices.PLANS)
        yield Cost("Mail Manager", "messages", volume, by_plan, tiers)


def also_billed(assembly: Assembly) -> list[str]:
    """What costs besides messages, as far as the templates say; only tenants have a listed price."""
    found = []
    tenants = sum(1 for _ in assembly.resources(_TENANT))
    if tenants:
        price = tenants * prices.TENANT_MONTH
        found.append(f"{counted(tenants, 'tenant')}: ${price:,.3f} a month, à la carte")
    alarms = sum(1 for _ in assembly.resources(ALARM))
    if alarms:
        found.append(f"{counted(alarms, 'alarm')}, billed by CloudWatch")
    return found

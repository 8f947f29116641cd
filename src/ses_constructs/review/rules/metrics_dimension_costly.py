"""Every value of a dimension is a metric of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.dimensions import BY_DOMAIN, FEW_DOMAINS, values_for
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import (
    CONFIGURATION_SET,
    IDENTITY,
    Destination,
    configuration_set_of,
    every_destination,
)
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="metrics-dimension-costly",
    severity=Severity.NOTE,
    why="Dimensions with many values, such as addresses, make thousands of billed metrics.",
    cure="Use ses:configuration-set or a tag with a few values.",
    source="Guide: Set up a CloudWatch event destination",
)


_HEADER = "emailheader"


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        for dimension in destination.settings.get("CloudWatchDestination.DimensionConfigurations").items:
            name = dimension.get("DimensionName")
            source = (dimension.get("DimensionValueSource").literal or "").replace("_", "").lower()
            each = None if name.literal is None else values_for(name.literal, header=source == _HEADER)
            # The guide warns of this one too; with a few domains it is what one wants to see.
            few = name.literal == BY_DOMAIN and _senders(assembly, destination) <= FEW_DOMAINS
            if each is not None and not few:
                yield RULE.at(name.place, f"{name.literal!r} has a value for {each}")


def _senders(assembly: Assembly, destination: Destination) -> int:
    """How many identities send with the set by default; of a set that is nobody's default, all there are."""
    identities = list(assembly.resources(IDENTITY))
    configuration_set = destination.resource.get("ConfigurationSetName").names(CONFIGURATION_SET)
    if configuration_set is None:
        return len(identities)
    by_default = sum(1 for one in identities if configuration_set_of(one) is configuration_set)
    return by_default or len(identities)

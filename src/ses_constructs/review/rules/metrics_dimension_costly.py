"""Every value of a dimension is a metric of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.dimensions import values_for
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="metrics-dimension-costly",
    severity=Severity.NOTE,
    why="Dimensions with many values, such as addresses, make thousands of billed metrics.",
    cure="Use ses:configuration-set or a tag with a few values.",
    source="Guide: Set up a CloudWatch event destination",
)


_BY_DOMAIN = "ses:from-domain"
_FEW_DOMAINS = 10
_HEADER = "emailheader"


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        for dimension in destination.settings.get("CloudWatchDestination.DimensionConfigurations").items:
            name = dimension.get("DimensionName")
            source = (dimension.get("DimensionValueSource").literal or "").replace("_", "").lower()
            each = None if name.literal is None else values_for(name.literal, header=source == _HEADER)
            # The guide warns of this one too; with the few domains of a stack it is what one wants to see.
            few = name.literal == _BY_DOMAIN and len(list(assembly.resources(IDENTITY))) <= _FEW_DOMAINS
            if each is not None and not few:
                yield RULE.at(name.place, f"{name.literal!r} has a value for {each}")

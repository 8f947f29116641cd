"""Every value of a dimension is a metric of its own."""

from __future__ import annotations

from collections.abc import Iterator

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


_MANY_VALUED = {"ses:caller-identity", "ses:outgoing-ip", "ses:source-ip"}
_BY_DOMAIN = "ses:from-domain"
_FEW_DOMAINS = 10


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        for dimension in destination.settings.get("CloudWatchDestination.DimensionConfigurations").items:
            name = dimension.get("DimensionName")
            # The guide warns of this one too; with the few domains of a stack it is what one wants to see.
            by_domain = name.literal == _BY_DOMAIN and len(list(assembly.resources(IDENTITY))) > _FEW_DOMAINS
            if by_domain or name.literal in _MANY_VALUED:
                yield RULE.at(name.place, f"{name.literal!r} has many values")

"""Some headers cannot be a dimension."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import names
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="metrics-header-refused",
    severity=Severity.ERROR,
    why="SES refuses the destination, so the deployment fails.",
    cure="Use a message tag, or another header.",
    source="Guide: Set up a CloudWatch event destination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        for dimension in destination.settings.get("CloudWatchDestination.DimensionConfigurations").items:
            source = (dimension.get("DimensionValueSource").literal or "").replace("_", "").lower()
            header = dimension.get("DimensionName")
            if source == "emailheader" and (header.literal or "").lower() in names.DIMENSION_HEADERS_REFUSED:
                yield RULE.at(header.place, f"the header {header.literal!r} cannot be a dimension")

"""A CloudWatch destination needs a dimension."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import every_destination
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="metrics-without-dimensions",
    severity=Severity.ERROR,
    why="SES refuses it, so the deployment fails.",
    cure="Add one of DimensionConfigurations, with a default value.",
    source="Guide: Set up a CloudWatch event destination",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for destination in every_destination(assembly):
        metrics = destination.settings.get("CloudWatchDestination")
        dimensions = metrics.get("DimensionConfigurations")
        if metrics.present and (dimensions.absent or dimensions.raw == []):
            yield RULE.at(metrics.place, "the CloudWatch destination has no dimension")

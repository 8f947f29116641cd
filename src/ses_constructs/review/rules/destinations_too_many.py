"""A configuration set has at most 10 destinations."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import quotas
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import destinations
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="destinations-too-many",
    severity=Severity.ERROR,
    why="SES refuses the eleventh, so the deployment fails half-way.",
    cure="Let one destination publish more event types, or fan out behind the topic or bus.",
    source="Guide: Service quotas in Amazon SES",
)


_MOST = quotas.EVENT_DESTINATIONS_PER_CONFIGURATION_SET


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set, own in destinations(assembly).items():
        if len(own) > _MOST:
            yield RULE.at(configuration_set.place, f"the set has {len(own)} destinations")

"""SES tries for at least 5 minutes and at most 14 hours."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import quotas
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="delivery-too-short",
    severity=Severity.ERROR,
    why="SES refuses the set, so the deployment fails.",
    cure="Give MaxDeliverySeconds from 300 to 50400, or leave it out.",
    source="Schema of AWS::SES::ConfigurationSet",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        limit = configuration_set.get("DeliveryOptions.MaxDeliverySeconds")
        seconds = limit.number
        if (
            seconds is not None
            and not quotas.SHORTEST_DELIVERY_SECONDS <= seconds <= quotas.LONGEST_DELIVERY_SECONDS
        ):
            yield RULE.at(limit.place, f"MaxDeliverySeconds is {limit.literal}")

"""Tracked links should stay HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="tracking-without-https",
    severity=Severity.WARNING,
    why=(
        "Links in mail lead to plain HTTP first; browsers warn, and the redirect can be read and changed on"
        " the way."
    ),
    cure="Set TrackingOptions.HttpsPolicy to REQUIRE, with a certificate for the domain in front.",
    source="Guide: Configuring custom domains to handle open and click tracking",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        tracking = configuration_set.get("TrackingOptions")
        policy = tracking.get("HttpsPolicy")
        plain = policy.absent or policy.literal in ("OPTIONAL", "REQUIRE_OPEN_ONLY")
        if plain and tracking.get("CustomRedirectDomain").present and not tracking.hidden:
            yield RULE.at(tracking.place, f"HttpsPolicy is {policy.literal or 'left out'}")

"""An HTTPS policy needs a tracking domain."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="tracking-https-without-domain",
    severity=Severity.ERROR,
    why="The policy is about the links' own domain; without one it does nothing, or SES refuses the set.",
    cure="Add CustomRedirectDomain, or drop HttpsPolicy.",
    source="API: TrackingOptions",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        tracking = configuration_set.get("TrackingOptions")
        if (
            tracking.get("HttpsPolicy").present
            and not tracking.hidden
            and tracking.get("CustomRedirectDomain").absent
        ):
            yield RULE.at(tracking.place, "HttpsPolicy stands without CustomRedirectDomain")

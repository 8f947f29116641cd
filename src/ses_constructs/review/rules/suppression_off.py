"""An empty list of suppressed reasons turns suppression off."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="suppression-off",
    severity=Severity.WARNING,
    why=(
        "It does not mean 'as the account says': mail goes to addresses that bounced or complained, which "
        "ruins the reputation."
    ),
    cure="Name BOUNCE and COMPLAINT, or leave SuppressionOptions out to follow the account.",
    source="Guide: Configuration set-level suppression",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        reasons = configuration_set.get("SuppressionOptions.SuppressedReasons")
        if reasons.raw == []:
            yield RULE.at(reasons.place, "SuppressedReasons is an empty list")

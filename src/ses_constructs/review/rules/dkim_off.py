"""Mail should be signed."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dkim-off",
    severity=Severity.WARNING,
    why=("Without a signature of the domain DMARC rests on SPF alone, and large providers refuse bulk mail."),
    cure="Leave DkimAttributes out, or set SigningEnabled to true.",
    source="Guide: Authenticating email with DKIM",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        enabled = identity.get("DkimAttributes.SigningEnabled")
        if enabled.flag is False:
            yield RULE.at(enabled.place, "DKIM signing is off")

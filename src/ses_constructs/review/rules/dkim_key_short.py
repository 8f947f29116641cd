"""DKIM keys should have 2048 bits."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dkim-key-short",
    severity=Severity.WARNING,
    why=("The advisor of Virtual Deliverability Manager marks shorter keys down, and receivers trust them less."),
    cure="Set NextSigningKeyLength to RSA_2048_BIT.",
    source="Guide: Virtual Deliverability Manager advisor",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        length = identity.get("DkimSigningAttributes.NextSigningKeyLength")
        if length.literal == "RSA_1024_BIT":
            yield RULE.at(length.place, "new DKIM keys have 1024 bits")

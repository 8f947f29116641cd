"""SES does not verify names that start with www."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="identity-with-www",
    severity=Severity.ERROR,
    why="The identity stays unverified for ever, and nothing can be sent from it.",
    cure="Use the domain without 'www.'.",
    source="Guide: Creating a domain identity",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        name = identity.get("EmailIdentity")
        if name.shape.lower().startswith("www."):
            yield RULE.at(name.place, f"{name.shape!r} starts with 'www.'")

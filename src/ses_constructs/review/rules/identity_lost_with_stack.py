"""Deleting an identity stops every sender that uses it."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="identity-lost-with-stack",
    severity=Severity.NOTE,
    why=(
        "When the stack or the resource goes, all mail from this name is refused at once, and verification "
        "starts anew."
    ),
    cure="Set DeletionPolicy: Retain and UpdateReplacePolicy: Retain.",
    source="Guide: Managing identities",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        if not identity.is_kept:
            yield RULE.at(identity.place, "the identity is deleted with the stack")

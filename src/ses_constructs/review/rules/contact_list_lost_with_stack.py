"""Deleting a contact list deletes every contact."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="contact-list-lost-with-stack",
    severity=Severity.WARNING,
    why="Who subscribed and who unsubscribed is gone, and mailing the latter again brings complaints.",
    cure="Set DeletionPolicy: Retain and UpdateReplacePolicy: Retain.",
    source="Guide: Using list management",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for contact_list in assembly.resources("AWS::SES::ContactList"):
        if not contact_list.is_kept:
            yield RULE.at(contact_list.place, "the contact list is deleted with the stack")

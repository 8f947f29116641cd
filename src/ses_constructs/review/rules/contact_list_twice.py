"""An account has one contact list."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="contact-list-twice",
    severity=Severity.ERROR,
    why="SES refuses the second, so the deployment fails.",
    cure="Use topics of one list.",
    source="Guide: Using list management; Service quotas",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    seen: dict[str, Resource] = {}
    for contact_list in assembly.resources("AWS::SES::ContactList"):
        template = contact_list.template
        # Stacks of an unknown environment may be stages, so there only a stack is compared with itself.
        known = template.environment and "unknown" not in template.environment
        first = seen.setdefault(
            template.environment if known else f"{template.file} {template.stack}", contact_list
        )
        if first is not contact_list:
            yield RULE.at(contact_list.place, f"{first.logical_id} is a contact list already")

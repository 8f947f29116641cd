"""Virtual Deliverability Manager has one setting for an account and region."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="vdm-twice",
    severity=Severity.ERROR,
    why=("Two resources overwrite each other; the last deployment wins, and deleting one switches off the other."),
    cure="Keep one, in the stack that owns the account's settings.",
    source="Guide: Virtual Deliverability Manager settings",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for template in assembly.templates:
        for extra in template.by_type.get("AWS::SES::VdmAttributes", [])[1:]:
            yield RULE.at(extra.place, "the stack sets the account's VDM attributes twice")

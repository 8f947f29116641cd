"""Recipients have no wildcards."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-recipient-wildcard",
    severity=Severity.ERROR,
    why="SES refuses them, or the rule never matches.",
    cure="Write example.com for all addresses of a domain, .example.com for those of its subdomains.",
    source="Guide: Creating receipt rules, recipient conditions",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        for recipient in rule.get("Rule.Recipients").items:
            literal = recipient.literal or ""
            if "*" in literal or literal.startswith("@"):
                yield RULE.at(recipient.place, f"{literal!r} is no address and no domain")

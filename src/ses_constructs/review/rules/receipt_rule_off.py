"""A receipt rule works only when it is enabled."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-rule-off",
    severity=Severity.WARNING,
    why="The API's default is off: mail passes the rule by, and nobody notices.",
    cure="Set Rule.Enabled to true.",
    source="API: ReceiptRule",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        enabled = rule.get("Rule.Enabled")
        if enabled.absent or enabled.flag is False:
            yield RULE.at(rule.place, "the rule is not enabled")

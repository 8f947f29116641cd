"""Rules of one set need an order."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import rule_sets
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-rules-unordered",
    severity=Severity.WARNING,
    why=(
        "CloudFormation makes them at the same time, so the order is a matter of luck, and differs between "
        "deployments."
    ),
    cure="Chain them: give every rule but the first After, with a reference to the rule before.",
    source="Schema of AWS::SES::ReceiptRule (After); Guide: Creating receipt rules",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rules in rule_sets(assembly).values():
        first = [
            rule for rule in rules if rule.get("After").absent and not any(rule.waits_for(one) for one in rules)
        ]
        if len(first) > 1:
            names_of = ", ".join(rule.logical_id for rule in first)
            yield RULE.at(first[-1].place, f"{len(first)} rules of the set name no rule before them: {names_of}")

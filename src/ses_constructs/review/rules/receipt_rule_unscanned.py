"""Inbound mail should be scanned."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-rule-unscanned",
    severity=Severity.WARNING,
    why=(
        "The API's default is off: mail with viruses is stored and handed on, and the verdicts for spam and"
        " virus are empty."
    ),
    cure="Set Rule.ScanEnabled to true.",
    source="API: ReceiptRule",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        scanned = rule.get("Rule.ScanEnabled")
        if scanned.absent or scanned.flag is False:
            yield RULE.at(rule.place, "mail is not scanned for spam and viruses")

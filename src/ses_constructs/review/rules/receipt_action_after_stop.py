"""Nothing happens after a stop."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import actions
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-action-after-stop",
    severity=Severity.WARNING,
    why="Actions after a stop or a bounce never run.",
    cure="Move the stop to the end, or remove what follows it.",
    source="Guide: Stop rule set action",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule in assembly.resources(RECEIPT_RULE):
        own = actions(rule)
        at = next((at for at, action in enumerate(own) if action.kind == "StopAction"), len(own))
        if at + 1 < len(own):
            yield RULE.at(own[at + 1].settings.place, f"{own[at + 1].kind} stands after a stop")

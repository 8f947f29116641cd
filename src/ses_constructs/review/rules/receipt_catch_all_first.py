"""A rule for all mail belongs at the end."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import actions, is_catch_all, precedes, rule_sets
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="receipt-catch-all-first",
    severity=Severity.WARNING,
    why=(
        "It takes the mail of the rules after it too: each message is handled twice, or, if it stops the "
        "rule set, the later rules never run."
    ),
    cure="Put it last with After, or name its recipients.",
    source="Guide: Creating receipt rules",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for rules in rule_sets(assembly).values():
        for rule in rules:
            if not is_catch_all(rule) or _only_decides(rule):
                continue
            later = [one for one in rules if precedes(rule, one) and not is_catch_all(one)]
            if later:
                yield RULE.at(rule.place, f"it takes all mail, and {later[0].logical_id} comes after it")


def _only_decides(rule: Resource) -> bool:
    """True for a rule whose functions only say whether the mail goes on, as a spam filter does."""
    waits = (action.settings.get("InvocationType").literal == "RequestResponse" for action in actions(rule))
    return rule.get("Rule.Actions").complete and bool(actions(rule)) and all(waits)

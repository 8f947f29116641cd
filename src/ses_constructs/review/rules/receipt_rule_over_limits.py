"""A rule has at most 10 actions and 100 recipients, a set 200 rules."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import quotas
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.receiving import rule_sets
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="receipt-rule-over-limits",
    severity=Severity.ERROR,
    why="SES refuses more, so the deployment fails.",
    cure="Split the rule, or use a whole domain as the recipient.",
    source="Guide: Service quotas in Amazon SES",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    limits = {"Actions": quotas.ACTIONS_PER_RULE, "Recipients": quotas.RECIPIENTS_PER_RULE}
    for rule in assembly.resources(RECEIPT_RULE):
        for name, most in limits.items():
            members = rule.get(f"Rule.{name}")
            if len(members.items) > most:
                yield RULE.at(
                    members.place, f"the rule has {len(members.items)} {name.lower()}, {most} are allowed"
                )
    for rules in rule_sets(assembly).values():
        if len(rules) > quotas.RULES_PER_RULE_SET:
            yield RULE.at(
                rules[-1].place, f"the set has {len(rules)} rules, {quotas.RULES_PER_RULE_SET} are allowed"
            )

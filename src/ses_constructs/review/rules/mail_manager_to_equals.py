"""The To header is more than an address."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-manager-to-equals",
    severity=Severity.WARNING,
    why="It may hold names, brackets and several addresses, so an exact comparison misses most mail.",
    cure="Compare RECIPIENT, the address of the envelope, or use CONTAINS.",
    source="API: RuleStringToEvaluate of Mail Manager",
)


_HEADERS = ("TO", "CC", "FROM")


def check(assembly: Assembly) -> Iterator[Finding]:
    for rule_set in assembly.resources("AWS::SES::MailManagerRuleSet"):
        for rule in rule_set.get("Rules").items:
            for condition in (*rule.get("Conditions").items, *rule.get("Unless").items):
                expression = condition.get("StringExpression")
                header = expression.get("Evaluate.Attribute").literal
                if header in _HEADERS and expression.get("Operator").literal == "EQUALS":
                    yield RULE.at(expression.place, f"{header} is compared as a whole")

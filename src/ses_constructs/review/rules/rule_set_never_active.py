"""A receipt rule set works only when it is the active one."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.receiving import RULE_SET
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="rule-set-never-active",
    severity=Severity.WARNING,
    why=("CloudFormation makes the set and cannot activate it: mail is refused until somebody does it by hand."),
    cure=(
        "Activate it with a custom resource that calls SetActiveReceiptRuleSet, or by hand after "
        "deployment, and accept this finding."
    ),
    source="Guide: Creating receipt rule sets",
)


_ACTION = "ses:SetActiveReceiptRuleSet"


def check(assembly: Assembly) -> Iterator[Finding]:
    if any(statement.allows and statement.covers(_ACTION) for statement in statements(assembly)):
        return
    # A function whose permissions stand elsewhere may still do it.
    if any(
        resource.type.startswith("Custom::") and "RuleSet" in str(resource.body)
        for resource in assembly.resources()
    ):
        return
    for rule_set in assembly.resources(RULE_SET):
        yield RULE.at(rule_set.place, "nothing here activates the rule set")

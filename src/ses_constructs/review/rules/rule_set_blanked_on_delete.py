"""Deleting a stack must not switch off receiving for the account."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="rule-set-blanked-on-delete",
    severity=Severity.ERROR,
    why=(
        "SetActiveReceiptRuleSet without a name leaves no set active: also mail of other stacks is refused "
        "from then on."
    ),
    cure=(
        "Ask first whether the active set is still this stack's, and restore the one before; ReceiptRuleSet"
        " of this library does."
    ),
    source="API: SetActiveReceiptRuleSet",
)


_CALLS = ("Custom::AWS", "Custom::AwsSdkCall")


def check(assembly: Assembly) -> Iterator[Finding]:
    for resource in assembly.resources():
        call = resource.get("Delete").shape if resource.type in _CALLS else ""
        if "setactivereceiptruleset" in call.lower() and "RuleSetName" not in call:
            yield RULE.at(resource.get("Delete").place, "on delete the active rule set is set to none")

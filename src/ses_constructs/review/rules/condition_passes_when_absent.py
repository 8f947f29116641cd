"""ForAllValues is true when there is nothing to compare."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="condition-passes-when-absent",
    severity=Severity.ERROR,
    why="Calls that carry no recipients to compare pass the condition: the limit does not hold for them.",
    cure=(
        'Add {"Null": {"ses:Recipients": "false"}} to the same statement, or allow only ses:SendEmail and '
        "ses:SendRawEmail."
    ),
    source=(
        "IAM: set operators for multivalued context keys; Guide: Identity and access management in Amazon SES"
    ),
)


_WITH_RECIPIENTS = {"ses:sendemail", "ses:sendrawemail"}


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        if not statement.allows:
            continue
        conditions = list(statement.conditions)
        guarded = {
            key.lower() for operator, key, value in conditions if operator == "Null" and value.flag is False
        }
        others = [one for one in statement.actions if one.lower() not in _WITH_RECIPIENTS]
        for operator, key, value in conditions:
            loose = operator.startswith("ForAllValues:") and key.lower().startswith("ses:")
            if loose and others and key.lower() not in guarded:
                yield RULE.at(value.place, f"{others[0]} passes {operator} when it carries no {key}")

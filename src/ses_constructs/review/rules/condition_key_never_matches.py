"""Conditions on senders and recipients fit calls that have them."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="condition-key-never-matches",
    severity=Severity.ERROR,
    why=(
        "Calls without the key never match: an Allow on them allows nothing, and the call is denied without"
        " a reason given."
    ),
    cure=(
        "Put ses:SendEmail and ses:SendRawEmail into a statement of their own with the condition, the rest "
        "into another."
    ),
    source="Guide: Identity and access management in Amazon SES, condition keys",
)


_KEYS = {"ses:feedbackaddress", "ses:fromaddress", "ses:fromdisplayname", "ses:recipients"}
_OF_SENDING = {"ses:sendbounce", "ses:sendemail", "ses:sendrawemail", "ses:sendtemplatedemail"}
_OF_SENDING |= {"ses:sendbulktemplatedemail", "ses:send*", "ses:*", "*"}


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        others = [one for one in statement.actions if one.lower() not in _OF_SENDING]
        for operator, key, value in statement.conditions if statement.allows else ():
            may_be_missing = (
                operator.endswith("IfExists") or operator.startswith("ForAllValues:") or operator == "Null"
            )
            if others and key.lower() in _KEYS and not may_be_missing:
                yield RULE.at(value.place, f"{others[0]} has no {key}, so it is never allowed")

"""The function that pauses needs one permission."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.alarms import pausing_functions, permissions_of
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="pause-function-may-do-all",
    severity=Severity.ERROR,
    why=(
        "With ses:* or AmazonSESFullAccess whoever reaches the function can send, delete identities, and "
        "lift the pause again."
    ),
    cure="Allow ses:PutConfigurationSetSendingOptions on the sets, or ses:PutAccountSendingAttributes.",
    source="Guide: Automatically pausing email sending",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for function in pausing_functions(assembly):
        wide = [
            one
            for one in permissions_of(assembly, function)
            if one.allows and one.covers("ses:DeleteEmailIdentity")
        ]
        if wide:
            yield RULE.at(function.place, f"{wide[0].resource.logical_id} allows it every action of SES")

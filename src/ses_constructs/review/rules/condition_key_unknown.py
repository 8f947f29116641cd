"""Conditions must name keys that SES knows."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="condition-key-unknown",
    severity=Severity.ERROR,
    why=(
        "A key that does not exist is never there: an Allow never allows, so no mail is sent; a Deny never denies."
    ),
    cure=(
        "Use ses:FromAddress, ses:Recipients, ses:FromDisplayName or ses:FeedbackAddress; to bind a "
        "configuration set, name its ARN as a resource."
    ),
    source="Service authorization reference: Amazon SES; Guide: Identity and access management in Amazon SES",
)


_KNOWN = {
    "ses:addonsubscriptionarn",
    "ses:apiversion",
    "ses:exportsourcetype",
    "ses:feedbackaddress",
    "ses:fromaddress",
    "ses:fromdisplayname",
    "ses:mailmanageringresspointtype",
    "ses:mailmanagerrulesetarn",
    "ses:mailmanagertrafficpolicyarn",
    "ses:multiregionendpointid",
    "ses:recipients",
    "ses:replicaregion",
    "ses:tenantname",
}


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        for _, key, value in statement.conditions:
            if key.lower().startswith("ses:") and key.lower() not in _KNOWN:
                yield RULE.at(value.place, f"there is no condition key {key!r}")

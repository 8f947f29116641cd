"""A permission for SES should name the account it works for."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import SES, Statement, statements
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="open-to-other-accounts",
    severity=Severity.WARNING,
    why=(
        "SES works for every AWS account: anyone's rule or configuration set that knows the name may write here."
    ),
    cure="Add a condition on aws:SourceAccount, and on aws:SourceArn with the rule or configuration set.",
    source="Guide: Giving permissions to Amazon SES for email receiving, confused deputy",
)


_POLICIES = ("AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy")
_LIMITS = {
    "aws:referer",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
}


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        if statement.resource.type not in _POLICIES or not statement.allows or SES not in statement.services:
            continue
        if not statement.value.get("Condition").hidden and not _is_limited(statement):
            yield RULE.at(statement.value.place, f"{SES} is allowed for every account")
    for permission in assembly.resources("AWS::Lambda::Permission"):
        limits = (permission.get(name) for name in ("SourceAccount", "SourceArn", "PrincipalOrgID"))
        if permission.get("Principal").literal == SES and all(limit.absent for limit in limits):
            yield RULE.at(permission.place, f"{SES} may invoke the function for every account")


def _is_limited(statement: Statement) -> bool:
    return any(key.lower() in _LIMITS for _, key, _ in statement.conditions)

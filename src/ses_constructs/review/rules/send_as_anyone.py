"""Sending should be allowed for named identities."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.policies import statements
from ses_constructs.review.template import Assembly
from ses_constructs.review.value import Value

RULE = Rule(
    id="send-as-anyone",
    severity=Severity.WARNING,
    why="Whoever holds the permission can send as every domain and address of the account.",
    cure="Name the identity's ARN and its configuration set's as resources, or limit ses:FromAddress.",
    source="Guide: Identity and access management in Amazon SES, limiting the From address",
)


_LIMITS = {"ses:fromaddress", "ses:feedbackaddress", "ses:fromdisplayname"}


def check(assembly: Assembly) -> Iterator[Finding]:
    for statement in statements(assembly):
        sends = any(one.lower() in ("ses:sendemail", "ses:sendrawemail", "ses:send*") for one in statement.actions)
        limited = any(key.lower() in _LIMITS for _, key, _ in statement.conditions)
        if not (sends and statement.allows) or limited:
            continue
        for resource in statement.resources:
            if resource.literal == "*" or (
                resource.shape.endswith((":identity/*", ":ses:*:*:*")) and _is_star(resource)
            ):
                yield RULE.at(resource.place, "sending is allowed as every identity")
                break


def _is_star(resource: Value) -> bool:
    """True when the star is written, and does not stand for a name that only the deployment knows."""
    text = resource.text
    last = text.pieces[-1] if text is not None and text.pieces else ""
    return isinstance(last, str) and last.endswith("*")

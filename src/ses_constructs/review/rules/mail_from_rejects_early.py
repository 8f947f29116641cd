"""Refusing to send while MAIL FROM is unverified is for later."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-rejects-early",
    severity=Severity.NOTE,
    why="Until SES sees the MX record, up to 72 hours, every send fails with MailFromDomainNotVerified.",
    cure="Deploy with USE_DEFAULT_VALUE first; accept this finding once the MX record is seen.",
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        behavior = identity.get("MailFromAttributes.BehaviorOnMxFailure")
        if behavior.literal == "REJECT_MESSAGE":
            yield RULE.at(behavior.place, "mail is refused while the MX record is not seen")

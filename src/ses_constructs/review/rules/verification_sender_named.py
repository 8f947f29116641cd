"""A verification mail comes from a bare address."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="verification-sender-named",
    severity=Severity.ERROR,
    why="SES refuses a sender with a display name.",
    cure="Give the address alone.",
    source="Guide: Using custom verification email templates",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for template in assembly.resources("AWS::SES::CustomVerificationEmailTemplate"):
        sender = template.get("FromEmailAddress")
        if "<" in sender.shape:
            yield RULE.at(sender.place, f"the sender is {sender.shape!r}")

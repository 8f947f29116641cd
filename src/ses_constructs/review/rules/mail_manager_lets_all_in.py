"""Statements that allow mean something only when the rest is denied."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-manager-lets-all-in",
    severity=Severity.WARNING,
    why="Mail that no statement speaks of is let in by default, so the policy filters nothing.",
    cure="Set DefaultAction to DENY.",
    source="API: CreateTrafficPolicy of Mail Manager (DefaultAction)",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for policy in assembly.resources("AWS::SES::MailManagerTrafficPolicy"):
        default, given = policy.get("DefaultAction"), policy.get("PolicyStatements")
        allows_only = given.complete and all(one.get("Action").literal == "ALLOW" for one in given.items)
        if default.literal == "ALLOW" and given.items and allows_only:
            yield RULE.at(default.place, "every statement allows, and so does the default")

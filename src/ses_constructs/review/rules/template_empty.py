"""A template needs a body."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="template-empty",
    severity=Severity.ERROR,
    why="SES refuses it, or mail made from it is never sent.",
    cure="Give TextPart, HtmlPart, or better both.",
    source="Guide: Using templates to send personalized email",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for template in assembly.resources("AWS::SES::Template"):
        parts = template.get("Template")
        if not parts.hidden and parts.get("HtmlPart").absent and parts.get("TextPart").absent:
            yield RULE.at(parts.place, "the template has neither HtmlPart nor TextPart")

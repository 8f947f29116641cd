"""The open tracker stands once in a mail."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="template-tracker-twice",
    severity=Severity.ERROR,
    why="SES answers a send with error 400.",
    cure="Keep one {{ses:openTracker}}.",
    source="Guide: Metrics FAQ, open tracking",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for template in assembly.resources("AWS::SES::Template"):
        html = template.get("Template.HtmlPart")
        found = html.shape.count("{{ses:openTracker}}")
        if found > 1:
            yield RULE.at(html.place, f"{{{{ses:openTracker}}}} stands there {found} times")

"""Route 53 wants TXT values in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="txt-without-quotes",
    severity=Severity.ERROR,
    why="The record is refused, so the deployment fails.",
    cure="Put the value into double quotes, inside the template's own.",
    source="Guide: Using a custom MAIL FROM domain; API: ResourceRecord of Route 53",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if record.type == "TXT" else ():
            literal = value.literal
            if literal is not None and "{{" not in literal and not literal.strip().startswith('"'):
                yield RULE.at(value.place, f"{literal[:60]!r} is not in quotes")

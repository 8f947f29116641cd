"""An MX value starts with its priority."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mx-without-priority",
    severity=Severity.ERROR,
    why="Route 53 refuses the record, so the deployment fails.",
    cure="Write '10 ' before the host.",
    source="Guide: Publishing an MX record for Amazon SES email receiving",
)


_FORM = re.compile(r"\s*\d+\s+\S+\s*")


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if record.type == "MX" else ():
            if value.literal is not None and _FORM.fullmatch(value.literal) is None:
                yield RULE.at(value.place, f"{value.literal!r} has no priority")

"""One quoted string of a TXT record holds 255 characters."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts import quotas
from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="txt-string-too-long",
    severity=Severity.ERROR,
    why="Route 53 refuses longer ones; long DKIM keys are the usual case.",
    cure="Split the value into several quoted strings, with a space between them.",
    source="Guide: Bring Your Own DKIM; API: ResourceRecord of Route 53",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if record.type == "TXT" else ():
            strings = (value.literal or "").split('"')[1::2]
            if any(len(string) > quotas.TXT_STRING_LENGTH for string in strings):
                yield RULE.at(value.place, f"a string of {record.name.shape!r} is longer than 255 characters")

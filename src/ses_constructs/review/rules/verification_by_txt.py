"""Domains are verified by DKIM now."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="verification-by-txt",
    severity=Severity.WARNING,
    why=(
        "The TXT record _amazonses belongs to the old way of verification, which today's identities do not "
        "look at."
    ),
    cure="Publish the three DKIM records of the identity instead.",
    source="Guide: Verifying a DKIM domain identity with your DNS provider",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        if record.type == "TXT" and record.name.shape.startswith("_amazonses."):
            yield RULE.at(record.value.place, f"{record.name.shape!r} is a record of the old verification")

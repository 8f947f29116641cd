"""The records of Easy DKIM are CNAMEs."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dkim-record-not-cname",
    severity=Severity.ERROR,
    why="SES looks for a CNAME; with another type the identity never verifies.",
    cure="Set Type to CNAME.",
    source="Guide: Easy DKIM in Amazon SES",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        tokens = [one for one in record.name.references if one.attribute.startswith("DkimDNSTokenName")]
        if tokens and record.type and record.type != "CNAME":
            yield RULE.at(record.value.place, f"the DKIM token is published as {record.type}")

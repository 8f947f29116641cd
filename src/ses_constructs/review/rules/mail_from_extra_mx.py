"""A MAIL FROM domain has one MX record, of its region."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import records_at
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-extra-mx",
    severity=Severity.ERROR,
    why="SES refuses a MAIL FROM domain with several MX records.",
    cure=("Keep the one that points to feedback-smtp.<region>.amazonses.com; use another name for each region."),
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        mail_from = mail_from_of(identity)
        values = [value for record in records_at(assembly, mail_from or "", "MX") for value in record.values]
        if mail_from and len(values) > 1:
            yield RULE.at(values[1].place, f"{mail_from!r} has {len(values)} MX values")
        for value in values:
            if value.literal and "feedback-smtp." not in value.literal:
                yield RULE.at(value.place, f"the MX record of {mail_from!r} points to {value.literal!r}")

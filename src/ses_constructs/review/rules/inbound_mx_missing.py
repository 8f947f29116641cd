"""A domain that receives needs its MX record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.domains import is_below
from ses_constructs.review.dns_records import dns_records, records_at
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import RULE as RECEIPT_RULE
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="inbound-mx-missing",
    severity=Severity.NOTE,
    why="Mail goes on arriving where the record points today.",
    cure="Publish MX '10 inbound-smtp.<region>.amazonaws.com' at the domain, when the cut-over is meant.",
    source="Guide: Publishing an MX record for Amazon SES email receiving",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    if any(record.type == "MX" and record.literal is None for record in dns_records(assembly)):
        return
    zones = {record.zone_name for record in dns_records(assembly)} - {None}
    for rule in assembly.resources(RECEIPT_RULE):
        for recipient in rule.get("Rule.Recipients").items:
            domain = (recipient.literal or "").rpartition("@")[2].lower()
            in_zone = any(domain == zone or is_below(domain, zone or "") for zone in zones)
            if in_zone and not records_at(assembly, domain, "MX"):
                yield RULE.at(recipient.place, f"the zone of {domain!r} is kept here, its MX record is not")

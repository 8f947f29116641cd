"""A domain has one DMARC record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-twice",
    severity=Severity.ERROR,
    why="Receivers that see two ignore both; a second record set of the name also fails in Route 53.",
    cure="Keep one, and delete the other.",
    source="Guide: Complying with DMARC authentication protocol",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    seen = set()
    for record in dmarc_records(assembly):
        if not record.text.lower().startswith("v=dmarc1"):
            continue
        # The same name may stand in a zone of another stage, or in a private zone.
        zone = record.record.holder
        key = (
            record.domain,
            zone.resource.template,
            zone.get("HostedZoneId").text,
            zone.get("HostedZoneName").text,
        )
        if key in seen:
            yield RULE.at(record.value.place, f"{record.domain!r} has a second DMARC record")
        seen.add(key)

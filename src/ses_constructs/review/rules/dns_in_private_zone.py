"""SES and receivers read public DNS."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dns-in-private-zone",
    severity=Severity.ERROR,
    why="Records in a private zone are seen by nobody outside the VPC: nothing verifies.",
    cure="Publish them in the public zone of the domain.",
    source="Guide: Troubleshooting verified identities",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        zone = record.zone
        is_for_mail = (
            record.identity() is not None or record.name.shape.startswith("_dmarc.") or record.type == "MX"
        )
        if zone is not None and is_for_mail and zone.get("VPCs").present:
            yield RULE.at(
                record.value.place, f"{record.name.shape!r} goes into the private zone {zone.logical_id}"
            )

"""A record with values needs a TTL."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="record-without-ttl",
    severity=Severity.ERROR,
    why="Route 53 refuses it at deployment, and neither the schema nor cfn-lint says so before.",
    cure="Set TTL, such as 1800.",
    source="API: ResourceRecordSet of Route 53",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        if record.values and record.value.get("TTL").absent and record.value.get("AliasTarget").absent:
            yield RULE.at(record.value.place, f"{record.name.shape!r} has no TTL")

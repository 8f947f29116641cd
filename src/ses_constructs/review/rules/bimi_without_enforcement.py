"""A BIMI logo needs enforced DMARC."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="bimi-without-enforcement",
    severity=Severity.ERROR,
    why="Mailbox providers show the logo only for domains with p=quarantine or p=reject for all mail.",
    cure="Set p=quarantine or p=reject without pct, or drop the BIMI record.",
    source="Guide: Using BIMI in Amazon SES",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    policies = {record.domain: record for record in dmarc_records(assembly)}
    for bimi in dns_records(assembly):
        domain = (bimi.literal or "").partition("._bimi.")[2]
        policy = policies.get(domain)
        if bimi.type == "TXT" and policy is not None and not policy.is_enforced:
            yield RULE.at(bimi.value.place, f"DMARC of {domain!r} says {policy.text!r}")

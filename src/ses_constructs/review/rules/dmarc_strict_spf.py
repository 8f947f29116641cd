"""Strict SPF alignment cannot hold with a MAIL FROM domain of SES."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-strict-spf",
    severity=Severity.WARNING,
    why=(
        "The MAIL FROM domain is always a name below the From domain, and strict alignment wants both "
        "equal: SPF never counts for DMARC."
    ),
    cure="Leave aspf out, or write aspf=r.",
    source="Guide: Complying with DMARC through SPF",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    senders = {domain_of(identity) for identity in assembly.resources(IDENTITY)}
    for record in dmarc_records(assembly):
        if record.tags.get("aspf", "").lower() == "s" and record.domain in senders:
            yield RULE.at(record.value.place, f"aspf=s at {record.domain!r}")

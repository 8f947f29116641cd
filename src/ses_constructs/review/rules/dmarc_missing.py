"""A domain that sends should have a DMARC record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, publishes_for, records_at, zone_names
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-missing",
    severity=Severity.NOTE,
    why="Receivers cannot tell forged mail from real mail, and large providers ask bulk senders for one.",
    cure='Publish TXT "v=DMARC1; p=none; rua=mailto:..." at _dmarc.<domain>, and tighten it step by step.',
    source="Guide: Complying with DMARC authentication protocol",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    unsure = any(record.literal is None and "_dmarc" in record.name.shape for record in dns_records(assembly))
    for identity in () if unsure else assembly.resources(IDENTITY):
        domain = domain_of(identity)
        if domain is None or not publishes_for(assembly, identity):
            continue
        labels = domain.split(".")
        names = [f"_dmarc.{'.'.join(labels[at:])}" for at in range(len(labels) - 1)]
        # Receivers fall back to the record of the parent domain, which may be kept elsewhere.
        is_parent = len(labels) == 2 or domain in zone_names(assembly)
        if is_parent and not any(records_at(assembly, name, kind) for name in names for kind in ("TXT", "CNAME")):
            yield RULE.at(
                identity.place, f"the DKIM records of {domain!r} are published here, a DMARC record is not"
            )

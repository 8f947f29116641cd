"""Enforced DMARC needs a signature or a MAIL FROM domain."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-without-alignment",
    severity=Severity.ERROR,
    why=(
        "With signing off and no MAIL FROM domain neither DKIM nor SPF aligns, so receivers quarantine or "
        "refuse all mail of the domain."
    ),
    cure="Turn DKIM signing on, and add a MAIL FROM domain below the identity.",
    source="Guide: Complying with DMARC authentication protocol",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    policies = {record.domain: record for record in dmarc_records(assembly)}
    for identity in assembly.resources(IDENTITY):
        record = policies.get(domain_of(identity) or "")
        if record is None or record.tags.get("p", "").lower() not in ("quarantine", "reject"):
            continue
        signing = identity.get("DkimAttributes.SigningEnabled")
        if signing.flag is False and identity.get("MailFromAttributes.MailFromDomain").absent:
            problem = f"DMARC says p={record.tags['p']}, DKIM signing is off, and there is no MAIL FROM domain"
            yield RULE.at(signing.place, problem)

"""A verified address uses its own settings and ignores those of its domain."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of, is_address
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="address-overrides-domain",
    severity=Severity.WARNING,
    why=(
        "Mail from the address is sent without the MAIL FROM domain, and signed as the address says, though"
        " the domain beside it is set up well: SPF does not align for it."
    ),
    cure="Drop the address identity, since the domain covers it, or give it the same MailFromAttributes.",
    source="Guide: Verified identity settings and inheritance",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    domains = {domain_of(one): one for one in assembly.resources(IDENTITY) if not is_address(one)}
    domains.pop(None, None)
    for address in assembly.resources(IDENTITY):
        domain = domains.get(domain_of(address)) if is_address(address) else None
        if domain is None or domain.get("MailFromAttributes.MailFromDomain").absent:
            continue
        if address.get("MailFromAttributes.MailFromDomain").absent:
            problem = f"the address has no MAIL FROM domain, while its domain {domain.logical_id} has one"
            yield RULE.at(address.get("EmailIdentity").place, problem)

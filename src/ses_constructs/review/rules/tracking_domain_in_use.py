"""A tracking domain serves nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import inbound_domains
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="tracking-domain-in-use",
    severity=Severity.ERROR,
    why=(
        "It is a CNAME, which allows no other record at its name: MAIL FROM, inbound mail and zone apex "
        "need MX and TXT there."
    ),
    cure="Use a name of its own, such as click.<domain>.",
    source="Guide: Configuring custom domains to handle open and click tracking",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    mail_from = {mail_from_of(identity) for identity in assembly.resources(IDENTITY)} - {None}
    for configuration_set in assembly.resources(CONFIGURATION_SET):
        domain = configuration_set.get("TrackingOptions.CustomRedirectDomain")
        name = (domain.literal or "").lower()
        if name and name in mail_from:
            yield RULE.at(domain.place, f"{name!r} is also a MAIL FROM domain")
        elif name and name in inbound_domains(assembly):
            yield RULE.at(domain.place, f"{name!r} also receives mail")

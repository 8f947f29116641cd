"""A MAIL FROM domain serves nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import inbound_domains
from ses_constructs.review.sending import IDENTITY, domain_of, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-in-use",
    severity=Severity.ERROR,
    why=(
        "Bounces would land in the inbox, or mail for it would be lost: a MAIL FROM domain has one MX "
        "record, and it is SES's."
    ),
    cure="Give the MAIL FROM domain a name that neither sends nor receives.",
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    senders = {domain_of(identity) for identity in assembly.resources(IDENTITY)}
    for identity in assembly.resources(IDENTITY):
        mail_from, given = mail_from_of(identity), identity.get("MailFromAttributes.MailFromDomain")
        if mail_from and mail_from in inbound_domains(assembly):
            yield RULE.at(given.place, f"{mail_from!r} also receives mail")
        elif mail_from and mail_from in senders and mail_from != domain_of(identity):
            yield RULE.at(given.place, f"{mail_from!r} is also an identity")

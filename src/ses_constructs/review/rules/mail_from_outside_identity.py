"""A MAIL FROM domain is a name below its identity."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.facts.domains import is_below
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-outside-identity",
    severity=Severity.ERROR,
    why="SES refuses it, or SPF never aligns with the From domain and DMARC fails.",
    cure="Use a name below the identity, such as bounce.<domain>.",
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        mail_from, domain = mail_from_of(identity), domain_of(identity)
        if mail_from and domain and "{{" not in mail_from + domain and not is_below(mail_from, domain):
            place = identity.get("MailFromAttributes.MailFromDomain").place
            yield RULE.at(
                place, f"{mail_from!r} is not below {domain!r}", cure=f"Use a name such as bounce.{domain}."
            )

"""A MAIL FROM domain needs its MX record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, publishes_for, records_at
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-without-mx",
    severity=Severity.ERROR,
    why="SES does not use the MAIL FROM domain, or refuses to send, and 72 hours later it gives up.",
    cure="Publish MX '10 feedback-smtp.<region>.amazonses.com' at the MAIL FROM domain.",
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    # A record whose name only the deployment knows may be the one.
    if any(record.type == "MX" and record.literal is None for record in dns_records(assembly)):
        return
    for identity in assembly.resources(IDENTITY):
        mail_from = mail_from_of(identity)
        if mail_from and publishes_for(assembly, identity) and not records_at(assembly, mail_from, "MX"):
            place = identity.get("MailFromAttributes.MailFromDomain").place
            yield RULE.at(place, f"the DKIM records are published here, the MX record of {mail_from!r} is not")

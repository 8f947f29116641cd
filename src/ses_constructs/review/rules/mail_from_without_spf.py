"""A MAIL FROM domain needs its SPF record beside the MX record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, records_at
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, mail_from_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="mail-from-without-spf",
    severity=Severity.WARNING,
    why=(
        "SES calls the MAIL FROM domain verified without it, while SPF, and DMARC with it, fails at the receivers."
    ),
    cure='Publish TXT "v=spf1 include:amazonses.com ~all" at the MAIL FROM domain.',
    source="Guide: Using a custom MAIL FROM domain",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    if any(record.type == "TXT" and record.literal is None for record in dns_records(assembly)):
        return
    for identity in assembly.resources(IDENTITY):
        mail_from = mail_from_of(identity)
        if not mail_from or not records_at(assembly, mail_from, "MX"):
            continue
        values = [value for record in records_at(assembly, mail_from, "TXT") for value in record.values]
        if not any(value.literal is None or _may_include(value.literal) for value in values):
            place = identity.get("MailFromAttributes.MailFromDomain").place
            yield RULE.at(place, f"{mail_from!r} has an MX record, and no SPF record that includes amazonses.com")


def _may_include(spf: str) -> bool:
    """True when SES is included, or something that may include SES in turn."""
    return any(word in spf for word in ("amazonses.com", "include:", "redirect="))

"""Where DKIM records point to is for SES to say."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dkim-target-typed-by-hand",
    severity=Severity.WARNING,
    why=(
        "Some regions answer under other names than dkim.amazonses.com; there the domain never verifies, "
        "and mail goes out unsigned."
    ),
    cure="Take name and value from the identity: DkimDNSTokenName1 and DkimDNSTokenValue1, 2 and 3.",
    source="Guide: DKIM regional domains",
)


_HOST = "dkim.amazonses.com"


def check(assembly: Assembly) -> Iterator[Finding]:
    domains = {domain_of(identity) for identity in assembly.resources(IDENTITY)} - {None}
    for record in dns_records(assembly):
        domain = (record.literal or "").partition("._domainkey.")[2]
        for value in record.values if record.type == "CNAME" else ():
            shape = value.shape.rstrip(".").lower()
            # Copied from the console it is right for its region, unless the identity here can be asked.
            if shape.endswith(_HOST) and (value.literal is None or domain in domains):
                yield RULE.at(value.place, f"the value is typed as {shape!r}")

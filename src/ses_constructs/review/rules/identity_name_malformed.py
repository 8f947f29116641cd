"""The name of an identity is a domain or an address, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.domains import checked_domain
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.sending import IDENTITY, domain_of
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="identity-name-malformed",
    severity=Severity.ERROR,
    why="SES refuses the name, or waits for DNS records that cannot exist.",
    cure="Give a plain domain such as example.com, or an address.",
    source="Guide: Creating and verifying identities",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for identity in assembly.resources(IDENTITY):
        name = identity.get("EmailIdentity")
        domain = domain_of(identity)
        # A dynamic reference is filled in at deployment; names with 'www.' have a rule of their own.
        if domain is None or "{{" in domain or domain.startswith("www."):
            continue
        try:
            checked_domain("EmailIdentity", domain)
        except InvalidSettingError as problem:
            yield RULE.at(name.place, problem.problem, cure=f"{problem.fix}.")

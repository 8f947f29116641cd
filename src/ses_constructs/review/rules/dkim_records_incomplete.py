"""Easy DKIM needs all three records."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="dkim-records-incomplete",
    severity=Severity.ERROR,
    why="The identity stays pending, and mail goes out unsigned or not at all.",
    cure="Publish DkimDNSTokenName1 to 3 with DkimDNSTokenValue1 to 3.",
    source="Guide: Easy DKIM in Amazon SES",
)


_TOKENS = {"DkimDNSTokenName1", "DkimDNSTokenName2", "DkimDNSTokenName3"}


def check(assembly: Assembly) -> Iterator[Finding]:
    found: dict[Resource, set[str]] = {}
    for record in dns_records(assembly):
        identity = record.identity()
        if identity is not None:
            named = {reference.attribute for reference in record.name.references}
            found.setdefault(identity, set()).update(named & _TOKENS)
    for identity, tokens in found.items():
        if tokens and tokens != _TOKENS:
            missing = ", ".join(sorted(_TOKENS - tokens))
            yield RULE.at(identity.place, f"no record is published for {missing}")

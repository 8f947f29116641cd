"""SPF must not end with +all."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, txt
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="spf-admits-everyone",
    severity=Severity.ERROR,
    why="Every host of the internet passes as a sender of the domain.",
    cure="End it with ~all.",
    source="Guide: Authenticating email with SPF",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        for value in record.values if record.type == "TXT" else ():
            words = (txt(value) or "").lower().split()
            if words[:1] == ["v=spf1"] and ("+all" in words or "all" in words):
                yield RULE.at(value.place, f"SPF of {record.name.shape!r} admits every host")

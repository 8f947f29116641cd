"""A name has one SPF record."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records, txt
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="spf-twice",
    severity=Severity.ERROR,
    why="Two SPF records are a permanent error: SPF fails for all mail of the name.",
    cure="Join them into one, with all includes and a single 'all' at the end.",
    source="Guide: Authenticating email with SPF",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        if record.type == "TXT":
            texts = [value for value in record.values if (txt(value) or "").lower().startswith("v=spf1")]
            if len(texts) > 1:
                yield RULE.at(texts[1].place, f"{record.name.shape!r} has {len(texts)} SPF records")

"""DMARC that neither enforces nor reports does nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-watches-nothing",
    severity=Severity.WARNING,
    why="p=none changes no delivery; without report addresses it tells nobody anything either.",
    cure="Add rua=mailto:..., read the reports, then go on to quarantine.",
    source="Guide: Complying with DMARC authentication protocol",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dmarc_records(assembly):
        if record.tags.get("p", "").lower() == "none" and not record.tags.get("rua"):
            yield RULE.at(record.value.place, f"p=none without rua at {record.domain!r}")

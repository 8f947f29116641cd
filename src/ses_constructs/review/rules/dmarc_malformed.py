"""A DMARC record that receivers cannot read counts as none."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dmarc_records import DmarcRecord, dmarc_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dmarc-malformed",
    severity=Severity.ERROR,
    why="Receivers ignore the whole record.",
    cure='Write it as "v=DMARC1; p=quarantine; rua=mailto:reports@example.com".',
    source="Guide: Complying with DMARC authentication protocol",
)


_POLICIES = ("none", "quarantine", "reject")


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dmarc_records(assembly):
        wrong = _wrong(record)
        if wrong:
            yield RULE.at(record.value.place, wrong)


def _wrong(record: DmarcRecord) -> str:
    tags = record.tags
    if not record.text.replace(" ", "").startswith("v=DMARC1;"):
        return "the record does not start with 'v=DMARC1;'"
    if not record.text.isascii():
        return "the record has letters outside ASCII, such as long dashes or curly quotes"
    if tags.get("p", "").lower() not in _POLICIES:
        return f"p={tags.get('p', '')!r} is not one of none, quarantine, reject"
    if tags.get("sp", "none").lower() not in _POLICIES:
        return f"sp={tags['sp']!r} is not one of none, quarantine, reject"
    share = tags.get("pct", "100")
    if not share.isdigit() or int(share[:4]) > 100:
        return f"pct={share!r} is not a number from 0 to 100"
    reports = [one for tag in ("rua", "ruf") for one in tags.get(tag, "").split(",") if one.strip()]
    bare = next((one.strip() for one in reports if ":" not in one), None)
    return f"the report address {bare!r} does not start with 'mailto:'" if bare is not None else ""

"""A record's name must hold its zone once."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.dns_records import dns_records
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Assembly

RULE = Rule(
    id="dns-name-doubled",
    severity=Severity.ERROR,
    why="The record is published at a name nobody asks for, so verification waits for ever.",
    cure="Give the full name once, with a dot at its end.",
    source="Guide: Troubleshooting verified identities, names appended twice",
)


def check(assembly: Assembly) -> Iterator[Finding]:
    for record in dns_records(assembly):
        name = record.literal
        if name is not None and _is_doubled(name.split(".")):
            yield RULE.at(record.value.get("Name").place, f"{name!r} names its domain twice")


def _is_doubled(labels: list[str]) -> bool:
    """True when the last labels, two or more, stand there twice in a row."""
    longest = len(labels) // 2
    return any(labels[-size:] == labels[-2 * size : -size] for size in range(2, longest + 1))

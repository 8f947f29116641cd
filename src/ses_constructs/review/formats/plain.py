"""A report for people: rule by rule, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ses_constructs.review.finding import Severity

if TYPE_CHECKING:
    from ses_constructs.review.engine import Report
    from ses_constructs.review.finding import Finding, Place, Rule


def text(report: Report) -> str:
    """The report as lines of text; nothing in it can steer a terminal."""
    lines = []
    for rule, findings in groupby(_by_rule(report.findings), key=lambda finding: finding.rule):
        lines += [*_group(rule, list(findings)), ""]
    for finding, reason in report.accepted:
        lines.append(f"accepted: {finding.rule.id} at {_name(finding.place)}: {reason}")
    lines += [_sum(report)]
    return "\n".join(printable(line) for line in lines) + "\n"


def rule_list(rules: Iterable[Rule]) -> str:
    """Every rule with its reason and cure."""
    lines = []
    for rule in rules:
        lines += [
            f"{rule.severity}: {rule.id}",
            f"  why:  {rule.why}",
            f"  cure: {rule.cure}",
            f"  see:  {rule.source}",
            "",
        ]
    return "\n".join(lines) + "\n"


def printable(line: str) -> str:
    """The line with control characters and broken letters spelt out."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in line)


def _by_rule(findings: Iterable[Finding]) -> list[Finding]:
    order = list(Severity)
    return sorted(findings, key=lambda finding: (order.index(finding.rule.severity), finding.rule.id))


def _group(rule: Rule, findings: list[Finding]) -> Iterator[str]:
    yield f"{rule.severity}: {rule.id}"
    yield f"  why:  {rule.why}"
    yield f"  cure: {rule.cure}"
    yield f"  see:  {rule.source}"
    for finding in findings:
        yield f"    {_name(finding.place)}  {_file(finding.place)}".rstrip()
        yield f"      {finding.problem}"
        if finding.cure != rule.cure:
            yield f"      cure: {finding.cure}"


def _name(place: Place) -> str:
    name = place.logical_id or place.stack or "the template"
    return f"{name} ({place.construct_path})" if place.construct_path else name


def _file(place: Place) -> str:
    return f"{place.file}:{place.line}" if place.line else place.file


def _sum(report: Report) -> str:
    counts = ", ".join(_counted(report.count(severity), severity) for severity in Severity)
    accepted = f"; {len(report.accepted)} accepted" if report.accepted else ""
    where = f" in {report.path}" if report.path else ""
    return (
        f"{_counted(len(report.findings), report.noun)} ({counts}){accepted}; {report.resources} resources{where}"
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

"""A report, and the list of rules, as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ses_constructs.review.finding import Severity

from .plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ses_constructs.review.engine import Report
    from ses_constructs.review.finding import Finding, Rule

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&@])")


def text(report: Report) -> str:
    """The report as a table; whatever templates say in it is shown as letters, never as marks."""
    counts = ", ".join(f"{report.count(severity)} {severity.value}" for severity in Severity)
    number = len(report.findings)
    noun = report.noun if number == 1 else f"{report.noun}s"
    lines = [f"**{number} {noun}** ({counts}) in {report.resources} resources", ""]
    if report.findings:
        lines += [
            "| | where | what | cure |",
            "|---|---|---|---|",
            *(_row(finding) for finding in report.findings),
            "",
        ]
    for finding, reason in report.accepted:
        lines.append(
            f"- accepted: {_plain(finding.rule.id)} at {_plain(finding.place.logical_id)}: {_plain(reason)}"
        )
    return "\n".join(lines).rstrip() + "\n"


def rule_list(rules: Iterable[Rule]) -> str:
    """Every rule as a document, worst first."""
    given = list(rules)
    lines = ["# Rules of the review", ""]
    for severity in Severity:
        own = [rule for rule in given if rule.severity is severity]
        lines += [f"## {severity.value.capitalize()}s ({len(own)})", ""]
        for rule in own:
            why, cure, source = (_plain(words) for words in (rule.why, rule.cure, rule.source))
            lines += [f"### {rule.id}", "", why, "", f"**Cure:** {cure}", "", f"*Source: {source}*", ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(finding: Finding) -> str:
    place = finding.place
    where = place.logical_id or place.stack or "the template"
    cells = (finding.rule.severity.value, where, f"{finding.problem} ({finding.rule.id})", finding.cure)
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(words))

"""A report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ses_constructs.review.finding import Severity

if TYPE_CHECKING:
    from ses_constructs.review.engine import Report
    from ses_constructs.review.finding import Finding


def text(report: Report) -> str:
    """The report as a JSON object."""
    document = {
        "path": report.path,
        "resources": report.resources,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in report.findings],
        "accepted": [{**_finding(finding), "reason": reason} for finding, reason in report.accepted],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "problem": finding.problem,
        "why": rule.why,
        "cure": finding.cure,
        "source": rule.source,
        **asdict(finding.place),
    }

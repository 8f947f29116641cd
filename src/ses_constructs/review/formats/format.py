"""The formats a report can be written in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from . import json_report, markdown, plain, sarif

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ses_constructs.review.engine import Report
    from ses_constructs.review.finding import Rule


class Format(StrEnum):
    """A way to write a report."""

    TEXT = "text"
    """For people."""
    JSON = "json"
    """For programs."""
    SARIF = "sarif"
    """For code hosting: SARIF 2.1.0."""
    MARKDOWN = "markdown"
    """For comments on a change, and for documents."""


def written(report: Report, form: Format) -> str:
    """The report in a format, with a line break at its end."""
    writers = {
        Format.TEXT: plain.text,
        Format.JSON: json_report.text,
        Format.SARIF: sarif.text,
        Format.MARKDOWN: markdown.text,
    }
    return writers[form](report)


def rule_list(rules: Iterable[Rule], form: Format) -> str:
    """Every rule with its reason, cure and source; JSON and SARIF have no such list and give the text."""
    return markdown.rule_list(rules) if form is Format.MARKDOWN else plain.rule_list(rules)

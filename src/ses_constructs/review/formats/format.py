"""The formats a report can be written in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from . import json_report, plain, sarif

if TYPE_CHECKING:
    from ses_constructs.review.engine import Report


class Format(StrEnum):
    """A way to write a report."""

    TEXT = "text"
    """For people."""
    JSON = "json"
    """For programs."""
    SARIF = "sarif"
    """For code hosting: SARIF 2.1.0."""


def written(report: Report, form: Format) -> str:
    """The report in a format, with a line break at its end."""
    writers = {Format.TEXT: plain.text, Format.JSON: json_report.text, Format.SARIF: sarif.text}
    return writers[form](report)

"""A report as SARIF 2.1.0, which code hosting shows beside the lines of a change."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from ses_constructs.review.engine import Report
    from ses_constructs.review.finding import Finding, Place, Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def text(report: Report) -> str:
    """The report as a SARIF log of one run; accepted findings are in it as suppressed."""
    index = {rule.id: at for at, rule in enumerate(report.rules)}
    results = [_result(finding, index) for finding in report.findings]
    for finding, reason in report.accepted:
        suppression = {"kind": "inSource", "justification": reason}
        results.append({**_result(finding, index), "suppressions": [suppression]})
    driver = {
        "name": "ses-constructs review",
        "semanticVersion": version("ses-constructs"),
        "rules": [_rule(rule) for rule in report.rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.id.replace("-", " ")},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.cure} See: {rule.source}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, index: dict[str, int]) -> dict[str, object]:
    place = finding.place
    named = "\n".join((finding.rule.id, place.stack, place.logical_id, place.property_path))
    result: dict[str, object] = {
        "ruleId": finding.rule.id,
        "level": finding.rule.severity.value,
        "message": {"text": f"{finding.problem}. {finding.rule.why} {finding.cure}"},
        "locations": [_location(place)],
        # Lines move when a template is synthesized again; these words do not.
        "partialFingerprints": {"place/v1": hashlib.sha256(named.encode(errors="backslashreplace")).hexdigest()},
    }
    if finding.rule.id in index:
        result["ruleIndex"] = index[finding.rule.id]
    return result


def _location(place: Place) -> dict[str, object]:
    location: dict[str, object] = {}
    if place.file:
        region = {"startLine": max(place.line, 1)}
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
    if place.logical_id:
        logical = {"name": place.logical_id, "kind": "resource"}
        full = place.construct_path or ".".join(filter(None, (place.stack, place.logical_id)))
        location["logicalLocations"] = [{**logical, "fullyQualifiedName": full}]
    return location


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="backslashreplace")

"""What a review finds now and did not before, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.engine import review
from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.template import Resource

GONE = Rule(
    id="finding-gone",
    severity=Severity.NOTE,
    why="A review of the new templates no longer finds it.",
    cure="Nothing to do.",
    source="Review rules",
)
ACCEPTED = Rule(
    id="finding-accepted",
    severity=Severity.NOTE,
    why="The templates now say that it is meant.",
    cure="Read the reason.",
    source="Review rules",
)
WITH_ITS_PART = Rule(
    id="finding-gone-with-its-part",
    severity=Severity.NOTE,
    why="What it was about is no longer in the templates.",
    cure="Nothing to do.",
    source="Review rules",
)
KINDS = (GONE, ACCEPTED, WITH_ITS_PART)

_Key = tuple[str, str, str]


def changes(pairing: Pairing) -> Iterator[Change]:
    old_report, new_report = review(pairing.old), review(pairing.new)
    names = {_where(one): two.logical_id for one, two in pairing.partners.items()}
    before = {_key(finding, _renamed(finding, names)): finding for finding in old_report.findings}
    after = {_key(finding, finding.place.logical_id): finding for finding in new_report.findings}
    removed = {_where(one) for one in pairing.removed}
    accepted = {_key(one, one.place.logical_id): reason for one, reason in new_report.accepted}
    for key, finding in after.items():
        if key not in before:
            # The rule's own words say what it means and what to do.
            kind = replace(finding.rule, cure=finding.cure)
            yield Change(kind, finding.place, f"new finding: {finding.problem}", after=finding.problem)
    for key, finding in before.items():
        if key in accepted:
            text = f"{finding.rule.id} is now accepted: {accepted[key]}"
            yield Change(ACCEPTED, finding.place, text, before=finding.problem)
        elif key not in after:
            text = f"{finding.rule.id} no longer holds: {finding.problem}"
            place = finding.place
            gone = (place.file, place.stack, place.logical_id) in removed
            yield Change(WITH_ITS_PART if gone else GONE, place, text, before=finding.problem)


def _key(finding: Finding, logical_id: str) -> _Key:
    return finding.rule.id, logical_id, finding.place.property_path


def _renamed(finding: Finding, names: dict[tuple[str, str, str], str]) -> str:
    place = finding.place
    return names.get((place.file, place.stack, place.logical_id), place.logical_id)


def _where(resource: Resource) -> tuple[str, str, str]:
    return resource.template.file, resource.template.stack, resource.logical_id

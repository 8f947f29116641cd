"""Findings that the template says are meant, each with a reason.

A resource accepts what is found on it, in its metadata; the template's own metadata accepts what is found on no
resource::

    "Metadata": {"ses_constructs": {"accept": [{"rule": "receipt-catch-all-first", "reason": "it only counts"}]}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .finding import Finding, Rule, Severity
from .template import Assembly, Resource, Template
from .value import Value

WITHOUT_REASON = Rule(
    id="acceptance-without-reason",
    severity=Severity.WARNING,
    why="Nobody can tell later whether it still holds; it accepts nothing.",
    cure='Write {"rule": "the-rule", "reason": "why it is meant"} in Metadata.ses_constructs.accept.',
    source="Review rules",
)
WITHOUT_FINDING = Rule(
    id="acceptance-without-finding",
    severity=Severity.WARNING,
    why="What was accepted is gone, or never was; the next one of its kind would pass unseen.",
    cure="Remove it, or correct the name of the rule.",
    source="Review rules",
)
OWN_RULES = (WITHOUT_REASON, WITHOUT_FINDING)


@dataclass(frozen=True, slots=True, eq=False)
class _Acceptance:
    """One entry of the list."""

    value: Value
    rule: str
    reason: str


def judged(assembly: Assembly, found: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    """What is left of the findings, with what is wrong with the acceptances; and what was accepted, and why."""
    given: dict[tuple[str, str, str, str], _Acceptance] = {}
    left: list[Finding] = []
    for acceptance in _acceptances(assembly):
        if acceptance.rule and acceptance.reason:
            given[(*_where(acceptance.value.resource), acceptance.rule)] = acceptance
        else:
            problem = f"{acceptance.rule or 'an entry that names no rule'} is accepted without a reason"
            left.append(WITHOUT_REASON.at(acceptance.value.place, problem))
    accepted: list[tuple[Finding, str]] = []
    used = set()
    for finding in found:
        place = finding.place
        key = (place.file, place.stack, place.logical_id, finding.rule.id)
        if key in given:
            used.add(key)
            accepted.append((finding, given[key].reason))
        else:
            left.append(finding)
    for key, acceptance in given.items():
        if key not in used:
            left.append(WITHOUT_FINDING.at(acceptance.value.place, f"{acceptance.rule} finds nothing here"))
    return left, accepted


def _where(resource: Resource) -> tuple[str, str, str]:
    return resource.template.file, resource.template.stack, resource.logical_id


def _acceptances(assembly: Assembly) -> Iterator[_Acceptance]:
    for template in assembly.templates:
        for holder in _holders(template):
            for entry in holder.metadata.get("ses_constructs.accept").items:
                yield _Acceptance(entry, _word(entry, "rule"), _word(entry, "reason"))


def _holders(template: Template) -> Iterator[Resource]:
    yield template.whole
    yield from template.resources.values()


def _word(entry: Value, key: str) -> str:
    return (entry.get(key).literal or "").strip()

"""What a review says: the rule that was broken, where, and how to put it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, worst first."""

    ERROR = "error"
    """Mail is lost or refused, a secret leaks, or the deployment fails."""
    WARNING = "warning"
    """It works today, and goes wrong on a day that comes."""
    NOTE = "note"
    """Worth knowing; may well be meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is, as far as it is known; every part may be empty.

    Args:
        file: Path of the template.
        stack: Name of the stack.
        logical_id: Key of the resource or output in the template; for a check of a live stack, the physical name.
        construct_path: Path in the CDK tree, as the template's metadata tells it.
        property_path: Where in the resource, such as ``Properties.Rule.Actions.0``.
        line: Line of the logical id in the file, from 1. 0: not known.
    """

    file: str = ""
    stack: str = ""
    logical_id: str = ""
    construct_path: str = ""
    property_path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked, and all that is ever said about it in general.

    Args:
        id: Name of the rule, which is also its file's.
        severity: How bad it is when broken.
        why: What happens to mail when it is broken.
        cure: What to do about it.
        source: Heading of the SES developer guide, API or schema that says so.
    """

    id: str
    severity: Severity
    why: str
    cure: str
    source: str

    def at(self, place: Place, problem: str, *, cure: str | None = None) -> Finding:
        """A finding of this rule.

        Args:
            place: Where.
            problem: What is wrong there, with the value found.
            cure: What to do here. Left out: the rule's general cure.
        """
        return Finding(rule=self, place=place, problem=problem, cure=self.cure if cure is None else cure)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place.

    Args:
        rule: Which.
        place: Where.
        problem: What is wrong there.
        cure: What to do about it.
    """

    rule: Rule
    place: Place
    problem: str
    cure: str

    @property
    def sort_key(self) -> tuple[int, str, str, str, str]:
        """Worst first, then by file, resource and rule."""
        order = list(Severity).index(self.rule.severity)
        return order, self.place.file, self.place.logical_id, self.rule.id, self.problem

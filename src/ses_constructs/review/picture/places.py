"""Where the cards of a page are, and which findings they show: a part has one card, however often it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.review.finding import Severity

from .naming import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ses_constructs.review.finding import Finding

    from .flow import Flow
    from .part import Part

_Place = tuple[str, str, str]


def _place(finding: Finding) -> _Place:
    return finding.place.file, finding.place.stack, finding.place.logical_id


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding, or a change, with its number on the page.

    Args:
        anchor: Where it is described.
        finding: What was found.
    """

    anchor: str
    finding: Finding


class Notes:
    """Numbers findings, or changes told as findings, in the order of the page.

    Args:
        findings: All of them.
        prefix: What their anchors begin with.
    """

    def __init__(self, findings: Iterable[Finding], prefix: str) -> None:
        self.noted = [Noted(f"{prefix}-{at}", finding) for at, finding in enumerate(findings, 1)]
        """Every one."""
        self._by_place: dict[_Place, list[Noted]] = {}
        for noted in self.noted:
            self._by_place.setdefault(_place(noted.finding), []).append(noted)

    def of(self, part: Part) -> list[Noted]:
        """Those about a part, in the order of the page."""
        found = {
            noted.anchor: noted
            for resource in (*part.resources, *part.before)
            for noted in self._by_place.get(
                (resource.template.file, resource.template.stack, resource.logical_id), ()
            )
        }
        return sorted(found.values(), key=lambda noted: int(noted.anchor.rpartition("-")[2]))


class Places:
    """Gives out anchors, which never hold a word of a template.

    Args:
        findings: All findings of the review, in the order of the page.
        changes: What a change does to mail, in the order of the page. Left out: no change is shown.
    """

    def __init__(self, findings: Iterable[Finding], changes: Iterable[Finding] = ()) -> None:
        self._findings = Notes(findings, "finding")
        self.changes = Notes(changes, "change")
        """What a change does to mail."""
        self._anchors: dict[str, str] = {}
        self._homes: dict[str, str] = {}

    @property
    def noted(self) -> list[Noted]:
        """Every finding."""
        return self._findings.noted

    def of(self, part: Part) -> list[Noted]:
        """The findings about a part, in the order of the page."""
        return self._findings.of(part)

    def worst(self, part: Part) -> Severity | None:
        """The worst of the findings about a part."""
        order = list(Severity)
        return min((one.finding.rule.severity for one in self.of(part)), key=order.index, default=None)

    def told(self, flow: Flow) -> dict[str, frozenset[str]]:
        """Ids of the rules that found something about each part of a map."""
        return {part.key: frozenset(one.finding.rule.id for one in self.of(part)) for part in flow.parts}

    def anchor(self, part: Part, map_name: str) -> str:
        """Where the card of a part is; the first map that asks is the card's home."""
        key = _whose(part, map_name)
        if key not in self._anchors:
            self._anchors[key] = f"part-{len(self._anchors) + 1}"
            self._homes[key] = map_name
        return self._anchors[key]

    def is_home(self, part: Part, map_name: str) -> bool:
        """True when the card of a part stands below this map."""
        self.anchor(part, map_name)
        return self._homes[_whose(part, map_name)] == map_name

    def home_of(self, noted: Noted, flows: Iterable[tuple[str, Flow]]) -> str:
        """Anchor of a part that a finding, or a change, is about; empty when none is drawn."""
        for map_name, flow in flows:
            for part in flow.parts:
                if part.concerns(noted.finding):
                    return self.anchor(part, map_name)
        return ""


def _whose(part: Part, map_name: str) -> str:
    """Resources are the same in every map; what has no resource belongs to its map."""
    first = part.resources[0] if part.resources else None
    return part.key if first is not None and part.key == key_of(first) else f"{map_name}\n{part.key}"

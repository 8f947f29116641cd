"""A map before it is laid out: boxes in columns, and arrows that never run in a circle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from .part import Kind, Part, State

if TYPE_CHECKING:
    from collections.abc import Mapping


class Carries(StrEnum):
    """What runs along an arrow."""

    MAIL = "mail"
    EVENTS = "events"
    ALARM = "alarm"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to another.

    Args:
        source: Key of the first.
        target: Key of the second.
        carries: What runs along it.
        says: What exactly, such as the events.
        off: True when it is switched off.
        state: What a change does to it.
    """

    source: str
    target: str
    carries: Carries
    says: str = ""
    off: bool = False
    state: State = State.SAME


@dataclass(frozen=True, slots=True)
class Flow:
    """A finished map.

    Args:
        parts: Its boxes, in the order they were named.
        arrows: Its arrows.
        columns: The column of each part, from 0, by key.
        stages: The leftmost column of each kind of box.
    """

    parts: tuple[Part, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    stages: Mapping[Kind, int] = field(default_factory=dict)

    def after(self, key: str) -> list[Arrow]:
        """Arrows that leave a part."""
        return [arrow for arrow in self.arrows if arrow.source == key]

    @property
    def starts(self) -> list[Part]:
        """Parts that nothing leads to."""
        reached = {arrow.target for arrow in self.arrows}
        return [part for part in self.parts if part.key not in reached]


class FlowBuilder:
    """Collects the boxes and arrows of a map.

    Args:
        stages: The leftmost column of each kind of box, so that like stands above like. Left out: the first.
    """

    def __init__(self, stages: Mapping[Kind, int] | None = None) -> None:
        self._stages = {} if stages is None else stages
        self._parts: dict[str, Part] = {}
        self._arrows: dict[tuple[str, str, Carries], Arrow] = {}
        self._next: dict[str, set[str]] = {}

    def part(self, part: Part) -> str:
        """Adds a box, or what it says to the one that is there; returns its key."""
        known = self._parts.get(part.key)
        if known is None:
            self._parts[part.key] = part
        else:
            facts = [*known.facts, *(fact for fact in part.facts if fact not in known.facts)]
            resources = [*known.resources, *(one for one in part.resources if one not in known.resources)]
            line = known.line or part.line
            self._parts[part.key] = replace(known, line=line, facts=tuple(facts), resources=tuple(resources))
        return part.key

    def arrow(self, arrow: Arrow) -> None:
        """Adds an arrow; one that would close a circle is left out, since a map runs one way."""
        if self._leads(arrow.target, arrow.source):
            return
        place = (arrow.source, arrow.target, arrow.carries)
        known = self._arrows.get(place)
        if known is not None:
            says = [*filter(None, known.says.split("; ")), *filter(None, [arrow.says])]
            arrow = replace(arrow, says="; ".join(dict.fromkeys(says)), off=known.off and arrow.off)
        self._arrows[place] = arrow
        self._next.setdefault(arrow.source, set()).add(arrow.target)

    def _leads(self, start: str, end: str) -> bool:
        waiting, seen = [start], set()
        while waiting:
            at = waiting.pop()
            if at == end:
                return True
            if at not in seen:
                seen.add(at)
                waiting.extend(self._next.get(at, ()))
        return False

    def flow(self) -> Flow:
        """The map, each box as far left as its kind and what leads to it allow."""
        arrows = tuple(self._arrows.values())
        columns = {key: self._stages.get(part.kind, 0) for key, part in self._parts.items()}
        missing = dict.fromkeys(self._parts, 0)
        for following in self._next.values():
            for key in following:
                missing[key] += 1
        ready = [key for key, number in missing.items() if number == 0]
        while ready:
            at = ready.pop()
            for key in self._next.get(at, ()):
                columns[key] = max(columns[key], columns[at] + 1)
                missing[key] -= 1
                if missing[key] == 0:
                    ready.append(key)
        return Flow(tuple(self._parts.values()), arrows, columns, self._stages)

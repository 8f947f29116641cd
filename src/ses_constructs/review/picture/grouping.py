"""Draws boxes that are alike as one, so that five hundred domains stay one picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .flow import Arrow, Flow
from .naming import joined, label_of
from .part import Fact, Kind, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ALIKE = 6
"""So many boxes of a kind with the same neighbours are drawn one by one."""
_FEWER = {Kind.ALARM: 1}
_NAMES_SHOWN = 2
_End = tuple[bool, str, str, str, bool, str]
_PLURALS = {
    Kind.ADDRESS: "addresses",
    Kind.BUS: "event buses",
    Kind.CONFIGURATION_SET: "configuration sets",
    Kind.LINKS: "domains of tracked links",
    Kind.METRICS: "groups of metrics",
    Kind.PEOPLE: "groups of people",
}


def grouped(flow: Flow, *, told: Mapping[str, frozenset[str]] | None = None) -> Flow:
    """The same map with alike boxes as one.

    Args:
        flow: The map.
        told: Rules that found something about a part, by its key; those with the same are alike. Left out: none.
    """
    alike: dict[object, list[Part]] = {}
    neighbours = _neighbours(flow)
    for part in flow.parts:
        rules = (told or {}).get(part.key)
        place = (part.kind, part.state, flow.columns[part.key], neighbours[part.key], rules)
        alike.setdefault(place, []).append(part)
    parts: list[Part] = []
    now: dict[str, str] = {}
    for members in alike.values():
        if len(members) <= _FEWER.get(members[0].kind, MOST_ALIKE):
            parts.extend(members)
            now.update({part.key: part.key for part in members})
        else:
            whole = _one(members)
            parts.append(whole)
            now.update({part.key: whole.key for part in members})
    arrows = dict.fromkeys(_moved(arrow, now) for arrow in flow.arrows)
    columns = {now[key]: column for key, column in flow.columns.items()}
    return Flow(tuple(parts), tuple(arrows), columns, flow.stages)


def _neighbours(flow: Flow) -> dict[str, frozenset[_End]]:
    found: dict[str, set[_End]] = {part.key: set() for part in flow.parts}
    for arrow in flow.arrows:
        found[arrow.source].add((True, arrow.target, arrow.carries, arrow.says, arrow.off, arrow.state))
        found[arrow.target].add((False, arrow.source, arrow.carries, arrow.says, arrow.off, arrow.state))
    return {key: frozenset(ends) for key, ends in found.items()}


def _moved(arrow: Arrow, now: dict[str, str]) -> Arrow:
    return replace(arrow, source=now[arrow.source], target=now[arrow.target])


def _one(members: list[Part]) -> Part:
    kind = members[0].kind
    titles = [part.title for part in members]
    return Part(
        key="\n".join(("group", members[0].key)),
        kind=kind,
        title=f"{len(members)} {_plural(kind, titles)}",
        line=joined([part.line if kind is Kind.ALARM else part.title for part in members], most=_NAMES_SHOWN),
        facts=tuple(Fact(_name(part), joined(_details(part))) for part in members),
        resources=tuple(dict.fromkeys(resource for part in members for resource in part.resources)),
        members=tuple(titles),
        state=members[0].state,
        before=tuple(dict.fromkeys(resource for part in members for resource in part.before)),
    )


def _plural(kind: Kind, titles: list[str]) -> str:
    """What alarms do is their title; other things are counted by their kind."""
    if kind is Kind.ALARM and len(set(titles)) == 1:
        return f"{titles[0].lower()}s"
    return _PLURALS.get(kind, f"{kind.value.lower()}s")


def _name(part: Part) -> str:
    return label_of(part.resources[0]) if part.kind is Kind.ALARM and part.resources else part.title


def _details(part: Part) -> list[str]:
    return [f"{fact.name.lower()}: {fact.value}" for fact in part.facts] or [part.line]

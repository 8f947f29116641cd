"""A map that shows a change: what is new, what is gone, and what was changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .flow import Arrow, Flow, FlowBuilder
from .naming import key_of
from .part import Kind, Part, State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ses_constructs.review.comparison.pairing import Pairing
    from ses_constructs.review.template import Resource

_LINES_OF_A_KEY = 3
_ALWAYS_THERE = (Kind.PEOPLE, Kind.ACCOUNT)
"""Nobody adds or removes these by a template."""


def changed_flow(old: Flow, new: Flow, pairing: Pairing, *, is_changed: Callable[[Part], bool]) -> Flow:
    """The new map, with what is gone still in it.

    Args:
        old: The map of the old templates.
        new: The map of the new ones.
        pairing: Which resource of the old templates is which of the new ones.
        is_changed: Says whether a change concerns a part that goes on.
    """
    same = {key_of(one): key_of(two) for one, two in pairing.partners.items()}
    before = {_now(part.key, same): part for part in old.parts}
    known = {part.key for part in new.parts}
    flow = FlowBuilder(new.stages or old.stages)
    added, removed = set(pairing.added), set(pairing.removed)
    arrows = [_moved(arrow, same) for arrow in old.arrows]
    for part in new.parts:
        marked = _marked(part, before.get(part.key), added)
        is_touched = marked.state is State.SAME and is_changed(marked)
        flow.part(replace(marked, state=State.CHANGED) if is_touched else marked)
    leading: dict[str, set[str]] = {}
    for arrow in arrows:
        leading.setdefault(arrow.target, set()).add(arrow.source)
    for key, part in before.items():
        led = leading.get(key, set())
        if key not in known and _is_gone(part, removed) and (_own(part) is not None or not led or led & known):
            flow.part(replace(part, key=key, state=State.GONE, resources=(), before=part.resources))
            known.add(key)
    _add_arrows(flow, arrows, new.arrows, known)
    return flow.flow()


def _add_arrows(flow: FlowBuilder, old: list[Arrow], new: tuple[Arrow, ...], known: set[str]) -> None:
    were = {_ends(arrow) for arrow in old}
    are = {_ends(arrow) for arrow in new}
    for arrow in new:
        flow.arrow(arrow if _ends(arrow) in were else replace(arrow, state=State.NEW))
    for arrow in old:
        if _ends(arrow) not in are and {arrow.source, arrow.target} <= known:
            flow.arrow(replace(arrow, state=State.GONE))


def _marked(part: Part, old: Part | None, added: Collection[Resource]) -> Part:
    """The part with what stood in its place, when it was there before; else as new."""
    if old is not None:
        return replace(part, before=old.resources)
    own = _own(part)
    is_new = own is None or own in added
    return replace(part, state=State.NEW) if is_new and part.kind not in _ALWAYS_THERE else part


def _is_gone(part: Part, removed: Collection[Resource]) -> bool:
    """False for a resource that goes on, and is only out of the map's sight."""
    own = _own(part)
    return part.kind not in _ALWAYS_THERE and (own is None or own in removed)


def _own(part: Part) -> Resource | None:
    """The resource that a box is of; what stands outside the templates, or in a resource, has none."""
    first = part.resources[0] if part.resources else None
    return first if first is not None and part.key == key_of(first) else None


def _moved(arrow: Arrow, same: dict[str, str]) -> Arrow:
    return replace(arrow, source=_now(arrow.source, same), target=_now(arrow.target, same))


def _ends(arrow: Arrow) -> tuple[str, str, str]:
    return arrow.source, arrow.target, arrow.carries


def _now(key: str, same: dict[str, str]) -> str:
    """The key under which the new map has a part of the old one: a key may hold that of a resource."""
    lines = key.split("\n")
    for at in range(len(lines) - _LINES_OF_A_KEY + 1):
        resource = "\n".join(lines[at : at + _LINES_OF_A_KEY])
        if resource in same:
            return "\n".join([*lines[:at], same[resource], *lines[at + _LINES_OF_A_KEY :]])
    return key

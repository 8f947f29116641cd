"""The variables that a template asks for, without filling it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .syntax import Block, MalformedTemplateError, Node, Partial, Variable, parse, path_parts

ITEM = "[]"
"""Stands in a path for each item of a list."""


@dataclass(frozen=True, slots=True, order=True)
class TemplateVariable:
    """A value of the template data.

    Args:
        path: Such as ``name``, ``contact.first``, or ``items[].price`` for a value of each item of a list.
        required: Whether mail fails without it whatever the other values are. What stands inside of a condition or
            a list is needed only when that place is reached.
    """

    path: str
    required: bool


def variables_of(template: str) -> tuple[TemplateVariable, ...]:
    """Every variable of a template once, by its path.

    Raises:
        MalformedTemplateError: for a template that cannot be read, or a partial that nothing defines.
    """
    required: dict[str, bool] = {}
    for path, needed in _walk(parse(template), _Place(), _Page()):
        if path:
            required[path] = required.get(path, False) or needed
    return tuple(TemplateVariable(path, needed) for path, needed in sorted(required.items()))


def made_up(paths: Iterable[str]) -> dict[str, Any]:
    """Data with a value at each path: ``[name]`` for ``name``, and one item for each list."""
    data: dict[str, Any] = {}
    for path in sorted(paths):
        _put(data, path.replace(ITEM, f".{ITEM}").split("."), path)
    return data


def _put(inside: dict[str, Any], names: Sequence[str], path: str) -> None:
    name, *rest = names
    if not rest:
        inside.setdefault(name, f"[{path}]")
    elif rest[0] == ITEM:
        items = inside[name] = inside[name] if isinstance(inside.get(name), list) else [f"[{path}]"]
        if rest[1:]:
            items[0] = items[0] if isinstance(items[0], dict) else {}
            _put(items[0], rest[1:], path)
    else:
        inside[name] = inside[name] if isinstance(inside.get(name), dict) else {}
        _put(inside[name], rest, path)


@dataclass(frozen=True, slots=True)
class _Place:
    """What ``this`` is in the data, and the place outside."""

    path: tuple[str, ...] = ()
    outer: _Place | None = None
    certain: bool = True

    def find(self, path: str) -> tuple[str, ...]:
        outwards, names = path_parts(path)
        place = self
        for _ in range(outwards):
            place = place.outer if place.outer is not None else place
        return (*place.path, *names)

    def inside(self, path: tuple[str, ...]) -> _Place:
        return _Place(path, self, certain=False)

    def perhaps(self) -> _Place:
        return _Place(self.path, self.outer, certain=False)


@dataclass(slots=True)
class _Page:
    partials: dict[str, Block] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def _walk(nodes: Sequence[Node], place: _Place, page: _Page) -> Iterator[tuple[str, bool]]:
    for node in nodes:
        if isinstance(node, Variable):
            yield _written(node.path, place), place.certain
        elif isinstance(node, Partial):
            yield from _walk_partial(node.name, place, page)
        elif isinstance(node, Block):
            yield from _walk_block(node, place, page)


def _walk_partial(name: str, place: _Place, page: _Page) -> Iterator[tuple[str, bool]]:
    if name not in page.partials:
        raise MalformedTemplateError(f"no partial '{name}' is defined before it is used")
    if name in page.open:
        raise MalformedTemplateError(f"partial '{name}' names itself")
    page.open.append(name)
    yield from _walk(page.partials[name].body, place, page)
    page.open.pop()


def _walk_block(block: Block, place: _Place, page: _Page) -> Iterator[tuple[str, bool]]:
    if block.is_partial:
        # Which of the two holds differs between implementations of Handlebars.
        if page.partials.setdefault(block.argument, block) != block:
            raise MalformedTemplateError(f"partial '{block.argument}' is defined twice")
        return
    condition = block.kind in ("if", "unless")
    yield _written(block.argument, place), place.certain and not condition
    found = place.find(block.argument)
    inner = {"each": place.inside((*found, ITEM)), "with": place.inside(found)}.get(block.kind, place.perhaps())
    yield from _walk(block.body, inner, page)
    yield from _walk(block.otherwise or [], place.perhaps(), page)


def _written(path: str, place: _Place) -> str:
    """The path from the top of the data; empty for ``@index`` and the like, which are no data."""
    names = place.find(path)
    return "" if any(name.startswith("@") for name in names) else ".".join(names).replace(f".{ITEM}", ITEM)

"""Templates filled with data. A variable without a value is a rendering failure, as SES has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .syntax import Block, MalformedTemplateError, Node, Partial, Variable, parse, path_parts

_DEEPEST = 50
"""Partials within partials: one that names itself would go on for ever."""


class RenderingError(Exception):
    """A template cannot be filled; the text is the ``errorMessage`` of the event."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What ``this`` is, what ``@names`` are, and the scope outside."""

    this: Any
    specials: Mapping[str, Any] = field(default_factory=dict)
    outer: _Scope | None = None


@dataclass(slots=True)
class _Page:
    """One part of a mail while it is filled."""

    partials: dict[str, Block] = field(default_factory=dict)
    depth: int = 0


def render(template: str, data: Mapping[str, Any]) -> str:
    """Fills a template.

    Raises:
        RenderingError: when a variable has no value or the template is malformed.
    """
    try:
        nodes = parse(template)
    except MalformedTemplateError as error:
        raise RenderingError(f"{error}.") from error
    return _all(nodes, _Scope(data), _Page())


def _all(nodes: Sequence[Node], scope: _Scope, page: _Page) -> str:
    return "".join(_one(node, scope, page) for node in nodes)


def _one(node: Node, scope: _Scope, page: _Page) -> str:
    match node:
        case Block():
            return _block(node, scope, page)
        case Partial(name):
            return _partial(name, scope, page)
        case Variable(path):
            return _text(_value(path, scope))
    return node


def _partial(name: str, scope: _Scope, page: _Page) -> str:
    if name not in page.partials:
        raise RenderingError(f"The partial '{name}' could not be found.")
    if page.depth == _DEEPEST:
        raise RenderingError(f"The partial '{name}' names itself.")
    page.depth += 1
    filled = _all(page.partials[name].body, scope, page)
    page.depth -= 1
    return filled


def _block(block: Block, scope: _Scope, page: _Page) -> str:
    if block.is_partial:
        if page.partials.setdefault(block.argument, block) != block:
            raise RenderingError(f"The partial '{block.argument}' is defined twice.")
        return ""
    otherwise = block.otherwise or []
    if block.kind in ("if", "unless"):
        wanted = bool(_value(block.argument, scope, strict=False)) == (block.kind == "if")
        return _all(block.body if wanted else otherwise, scope, page)
    value = _value(block.argument, scope)
    if block.kind == "with":
        return _all(block.body, _Scope(value, {}, scope), page) if value else _all(otherwise, scope, page)
    items = _items(value)
    if not items:
        return _all(otherwise, scope, page)
    return "".join(_all(block.body, _Scope(item, specials, scope), page) for item, specials in items)


def _items(value: Any) -> list[tuple[Any, dict[str, Any]]]:
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return []
    last = len(pairs) - 1
    return [
        (item, {"index": index, "key": key, "first": index == 0, "last": index == last})
        for index, (key, item) in enumerate(pairs)
    ]


def _value(path: str, scope: _Scope, *, strict: bool = True) -> Any:
    outwards, names = path_parts(path)
    for _ in range(outwards):
        scope = scope.outer if scope.outer is not None else scope
    if names and names[0].startswith("@"):
        return scope.specials.get(names[0][1:])
    value = scope.this
    for name in names:
        if not isinstance(value, Mapping) or name not in value:
            if strict:
                raise RenderingError(f"Attribute '{path}' is not present in the rendering data.")
            return None
        value = value[name]
    return value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)

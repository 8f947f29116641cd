"""Templates: the part of Handlebars that SES templates use.

Variables (``{{a.b}}``, ``{{{a}}}``), ``#each`` with ``this``, ``@index``, ``@key``, ``@first``, ``@last`` and
``../``, ``#if`` and ``#unless`` with ``else``, ``#with``, comments, and inline partials. SES does not escape
HTML. A variable without a value is a rendering failure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TAG = re.compile(r"\{\{\{\s*(?P<raw>[^}]+?)\s*\}\}\}|\{\{(?P<tag>!--.*?--|[^}]+?)\}\}", re.DOTALL)


class RenderingError(Exception):
    """A template cannot be rendered; the text is the ``errorMessage`` of the event."""


@dataclass(slots=True)
class _Block:
    """A ``{{#...}}`` block, or the whole template."""

    kind: str = ""
    argument: str = ""
    body: list[str | _Variable | _Block] = field(default_factory=list)
    otherwise: list[str | _Variable | _Block] | None = None

    def add(self, node: str | _Variable | _Block) -> None:
        (self.body if self.otherwise is None else self.otherwise).append(node)


@dataclass(frozen=True, slots=True)
class _Variable:
    path: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """What ``this`` is, what ``@names`` are, and the scope outside."""

    this: Any
    specials: Mapping[str, Any]
    outer: _Scope | None = None


def render(template: str, data: Mapping[str, Any]) -> str:
    """Fills a template.

    :raises RenderingError: when a variable has no value or the template is malformed
    """
    partials: dict[str, _Block] = {}
    return _render(_parse(template).body, _Scope(data, {}), partials)


def _parse(template: str) -> _Block:
    stack = [_Block()]
    end = 0
    for match in _TAG.finditer(template):
        stack[-1].add(template[end : match.start()])
        end = match.end()
        _take(stack, (match["raw"] or match["tag"]).strip())
    if len(stack) > 1:
        raise RenderingError(f"Block '{stack[-1].kind}' is never closed.")
    stack[0].add(template[end:])
    return stack[0]


def _take(stack: list[_Block], tag: str) -> None:
    if tag.startswith("!"):
        return
    if tag.startswith("#"):
        kind, _, argument = tag[1:].lstrip().partition(" ")
        block = _Block(kind, argument.strip())
        stack[-1].add(block)
        stack.append(block)
    elif tag.startswith("/"):
        if len(stack) == 1:
            raise RenderingError(f"Closing tag '{tag}' has no opening tag.")
        stack.pop()
    elif tag in ("else", "^"):
        stack[-1].otherwise = []
    else:
        stack[-1].add(_Variable(tag))


def _render(nodes: list[str | _Variable | _Block], scope: _Scope, partials: dict[str, _Block]) -> str:
    return "".join(_render_node(node, scope, partials) for node in nodes)


def _render_node(node: str | _Variable | _Block, scope: _Scope, partials: dict[str, _Block]) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, _Block):
        return _render_block(node, scope, partials)
    if node.path.startswith(">"):
        name = node.path[1:].strip()
        if name not in partials:
            raise RenderingError(f"The partial '{name}' could not be found.")
        return _render(partials[name].body, scope, partials)
    return _text(_value(node.path, scope))


def _render_block(block: _Block, scope: _Scope, partials: dict[str, _Block]) -> str:
    otherwise = block.otherwise or []
    if block.kind in ("*inline", "*"):
        partials[block.argument.removeprefix("inline").strip().strip("\"'")] = block
        return ""
    if block.kind in ("if", "unless"):
        wanted = _is_true(_value(block.argument, scope, strict=False)) == (block.kind == "if")
        return _render(block.body if wanted else otherwise, scope, partials)
    if block.kind == "with":
        inner = _Scope(_value(block.argument, scope), {}, scope)
        return _render(block.body, inner, partials)
    if block.kind == "each":
        items = _items(_value(block.argument, scope))
        scopes = [_Scope(item, specials, scope) for item, specials in items]
        return "".join(_render(block.body, inner, partials) for inner in scopes) or _render(
            otherwise, scope, partials
        )
    raise RenderingError(f"Could not find helper: '{block.kind}'.")


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
    where, rest = scope, path
    while rest.startswith("../") and where.outer is not None:
        where, rest = where.outer, rest[3:]
    if rest.startswith("@"):
        return where.specials.get(rest[1:])
    value = where.this
    for name in [part for part in re.split(r"[./]", rest) if part not in ("", "this")]:
        if not isinstance(value, Mapping) or name not in value:
            if strict:
                raise RenderingError(f"Attribute '{path}' is not present in the rendering data.")
            return None
        value = value[name]
    return value


def _is_true(value: Any) -> bool:
    return bool(value) and value != 0


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)

"""What a template consists of, and how its text is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

PLACEHOLDERS = ("amazonSESUnsubscribeUrl", "ses:openTracker")
"""SES puts its own text there when it sends. Guide: Using subscription management; Metrics FAQ, open tracking."""
_TAG = re.compile(r"\{\{\{(?P<raw>[^{}]*)\}\}\}|\{\{(?P<tag>!--.*?--|[^{}]*)\}\}", re.DOTALL)
_NAME = r"[^\s!\"#%&'()*+,./;<=>@\[\\\]^`{|}~]+"
_PATH = re.compile(rf"(?:\.\./)*(?:@(?:index|key|first|last)|\.|this|(?:this[./])?{_NAME}(?:[./]{_NAME})*)")
_INLINE = re.compile(rf"\*\s*inline\s+([\"']?)({_NAME})\1")
_PARTIAL = re.compile(rf">\s*({_NAME})")
_BLOCKS = ("if", "unless", "each", "with")
_INLINE_KIND = "inline"


class MalformedTemplateError(ValueError):
    """A template cannot be read; the text says where it goes wrong."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``{{path}}``."""

    path: str


@dataclass(frozen=True, slots=True)
class Partial:
    """``{{> name}}``."""

    name: str


@dataclass(slots=True)
class Block:
    """``{{#kind argument}}...{{else}}...{{/kind}}``, or the whole template, whose kind is empty."""

    kind: str = ""
    argument: str = ""
    body: list[Node] = field(default_factory=list)
    otherwise: list[Node] | None = None

    @property
    def is_partial(self) -> bool:
        """Whether it stands for itself nowhere, and is named by ``{{> name}}``."""
        return self.kind == _INLINE_KIND

    def add(self, node: Node) -> None:
        """Puts a node where reading has got to."""
        (self.body if self.otherwise is None else self.otherwise).append(node)


Node = str | Variable | Partial | Block


def parse(template: str) -> Sequence[Node]:
    """Reads a template.

    Raises:
        MalformedTemplateError: for a tag that SES's Handlebars has not, or blocks that do not fit.
    """
    stack = [Block()]
    end = 0
    for match in _TAG.finditer(template):
        stack[-1].add(_plain(template[end : match.start()]))
        end = match.end()
        tag = (match["raw"] if match["raw"] is not None else match["tag"]).strip()
        if tag in PLACEHOLDERS:
            stack[-1].add(match[0])
        else:
            _take(stack, tag, raw=match["raw"] is not None)
    if len(stack) > 1:
        raise MalformedTemplateError(f"block '{stack[-1].kind}' is never closed")
    stack[0].add(_plain(template[end:]))
    return stack[0].body


def path_parts(path: str) -> tuple[int, tuple[str, ...]]:
    """How many scopes outwards a path begins, and its names."""
    rest = path.removeprefix("../")
    outwards = 0
    while rest != path:
        outwards, path = outwards + 1, rest
        rest = path.removeprefix("../")
    return outwards, tuple(part for part in re.split(r"[./]", path) if part not in ("", "this"))


def _plain(text: str) -> str:
    if "{{" in text:
        raise MalformedTemplateError(f"'{text[text.index('{{') :][:30]}' begins a tag and does not end it")
    return text


def _take(stack: list[Block], tag: str, *, raw: bool) -> None:
    if tag.startswith("!") and not raw:
        return
    if tag.startswith("#") and not raw:
        block = _block(tag[1:].strip())
        stack[-1].add(block)
        stack.append(block)
    elif tag.startswith("/") and not raw:
        _close(stack, tag[1:].strip())
    elif tag in ("else", "^") and not raw:
        if len(stack) == 1 or stack[-1].otherwise is not None or stack[-1].is_partial:
            raise MalformedTemplateError(f"'{tag}' stands in no block that has room for it")
        stack[-1].otherwise = []
    elif (partial := _PARTIAL.fullmatch(tag)) is not None and not raw:
        stack[-1].add(Partial(partial[1]))
    else:
        stack[-1].add(Variable(_checked_path(tag, tag)))


def _block(text: str) -> Block:
    inline = _INLINE.fullmatch(text)
    if inline is not None:
        return Block(_INLINE_KIND, inline[2])
    kind, _, argument = text.partition(" ")
    if kind not in _BLOCKS:
        raise MalformedTemplateError(f"Could not find helper: '{kind}'")
    return Block(kind, _checked_path(argument.strip(), f"#{text}"))


def _close(stack: list[Block], name: str) -> None:
    if len(stack) == 1:
        raise MalformedTemplateError(f"closing tag '/{name}' has no opening tag")
    if stack[-1].kind != name:
        raise MalformedTemplateError(f"block '{stack[-1].kind}' is closed by '/{name}'")
    stack.pop()


def _checked_path(path: str, tag: str) -> str:
    if _PATH.fullmatch(path) is None:
        raise MalformedTemplateError(f"'{{{{{tag}}}}}' is no variable, and no other tag that SES is known to take")
    return path

"""Values of templates as text that can be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ses_constructs.review.template import Resource, Template
from ses_constructs.review.text import Reference, Text, Unknown
from ses_constructs.review.value import ABSENT, HIDDEN, Value

_DEEPEST = 30
_MOST = 5000
"""Parts of one value that are looked at; YAML can repeat itself without end."""


class Spelling:
    """Spells values out.

    Args:
        names: What a resource is called, where that is not its logical id.
    """

    def __init__(self, names: Mapping[Resource, str]) -> None:
        self._names = names
        self._left = 0

    def of(self, value: Value) -> str:
        """The value as text; maps and lists as JSON, references as ``${Name.Attribute}``."""
        if value.raw is ABSENT:
            return ""
        if value.raw is HIDDEN:
            return "${known when deployed}"
        self._left = _MOST
        plain = self._plain(value.raw, value.resource.template, 0)
        return plain if isinstance(plain, str) else json.dumps(plain, sort_keys=True, ensure_ascii=False)

    def _plain(self, raw: object, template: Template, depth: int) -> object:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            return "..."
        text = template.text(raw)
        if text is not None and not _says_nothing(text):
            return self._text(text)
        if isinstance(raw, dict):
            return {str(key): self._plain(part, template, depth + 1) for key, part in raw.items()}
        if isinstance(raw, list):
            return [self._plain(part, template, depth + 1) for part in raw]
        return str(raw)

    def _text(self, text: Text) -> str:
        return "".join(piece if isinstance(piece, str) else self._gap(piece) for piece in text.pieces)

    def _gap(self, piece: Reference | Unknown) -> str:
        if isinstance(piece, Unknown):
            return f"${{{piece.name}}}"
        name = self._names.get(piece.resource, piece.resource.logical_id)
        return f"${{{name}.{piece.attribute}}}" if piece.attribute else f"${{{name}}}"


def is_certain(value: Value) -> bool:
    """True when nothing of a value is left to the deployment but what resources of the templates answer."""
    if value.absent:
        return True
    text = value.text
    return text is not None and not any(isinstance(piece, Unknown) for piece in text.pieces)


def _says_nothing(text: Text) -> bool:
    """True for an intrinsic of which only the name is known, such as ``Fn::If``: what it holds tells more."""
    only = text.pieces[0] if len(text.pieces) == 1 else None
    return isinstance(only, Unknown) and only.name.startswith("Fn::")

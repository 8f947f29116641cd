"""Follows ``Ref``, ``Fn::GetAtt``, ``Fn::Sub``, ``Fn::Join`` and what one stack takes from another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .text import Piece, Reference, Text, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from .template import Resource, Template
    from .value import Value

_DEEPEST = 40
"""Intrinsics inside intrinsics; what is deeper is not known. CloudFormation's own templates stay far below."""
_MOST_PIECES = 400
_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
_STACK_OUTPUT = "Outputs."


class Resolver:
    """Turns raw values of one template into text.

    Each intrinsic is worked out once, so that templates which repeat one value a million times, or refer to
    themselves, cost no more than others.

    Args:
        template: Whose values they are.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._known: dict[int, Text | None] = {}
        self._intrinsics: dict[str, Callable[[object], Text | None]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::ImportValue": self._import_value,
            "Fn::GetStackOutput": self._stack_output,
        }

    def text(self, raw: object) -> Text | None:
        """The text of a raw value; None for lists and maps that are no intrinsic, and for null."""
        if isinstance(raw, str):
            return Text((raw,) if raw else ())
        if isinstance(raw, bool):
            return Text.of("true" if raw else "false")
        if isinstance(raw, int | float):
            return Text.of(str(raw))
        if not isinstance(raw, dict) or len(raw) != 1:
            return None
        return self._intrinsic(raw)

    def _intrinsic(self, raw: dict[object, object]) -> Text | None:
        if id(raw) in self._known:
            return self._known[id(raw)]
        name, given = next(iter(raw.items()))
        if not isinstance(name, str) or not (name == "Ref" or name.startswith("Fn::")):
            return None
        # What refers to itself finds this.
        self._known[id(raw)] = _unknown(name)
        assembly = self._template.assembly
        if assembly.depth < _DEEPEST:
            assembly.depth += 1
            work = self._intrinsics.get(name)
            found = _unknown(name) if work is None else work(given) or _unknown(name)
            assembly.depth -= 1
            self._known[id(raw)] = found if len(found.pieces) <= _MOST_PIECES else _unknown(name)
        return self._known[id(raw)]

    def _ref(self, given: object) -> Text | None:
        return None if not isinstance(given, str) else self._named(given)

    def _named(self, name: str) -> Text:
        """What ``Ref`` or ``${name}`` gives: a resource, the value a parent hands a nested stack, or a gap."""
        resource = self._template.resources.get(name)
        if resource is not None:
            return Text.of(Reference(resource))
        parent = self._template.parent
        if parent is not None and not name.startswith("AWS::"):
            handed = parent.get("Parameters").get(name).text if "." not in name else None
            if handed is not None:
                return handed
        return _unknown(name)

    def _get_att(self, given: object) -> Text | None:
        if isinstance(given, str):
            given = given.split(".", 1)
        if not isinstance(given, list) or len(given) != 2 or not all(isinstance(part, str) for part in given):
            return None
        return self._attribute(given[0], given[1])

    def _attribute(self, logical_id: str, attribute: str) -> Text:
        resource = self._template.resources.get(logical_id)
        if resource is None:
            return _unknown(f"{logical_id}.{attribute}")
        if attribute.startswith(_STACK_OUTPUT):
            output = self._nested_output(resource, attribute.removeprefix(_STACK_OUTPUT))
            return _text_of(output) or _unknown(attribute)
        return Text.of(Reference(resource, attribute))

    def _nested_output(self, stack: Resource, name: str) -> Value | None:
        nested = self._template.assembly.nested.get(stack)
        return nested.outputs.get(name) if nested is not None else None

    def _sub(self, given: object) -> Text | None:
        pattern, values = (given[0], given[1]) if isinstance(given, list) and len(given) == 2 else (given, {})
        if not isinstance(pattern, str) or not isinstance(values, dict):
            return None
        pieces: list[Piece] = []
        at = 0
        for match in _VARIABLE.finditer(pattern):
            pieces.append(pattern[at : match.start()])
            at = match.end()
            literal, name = match.groups()
            pieces.extend(["${" + name + "}"] if literal else self._variable(name.strip(), values))
            if len(pieces) > _MOST_PIECES:
                return None
        return Text.of(*pieces, pattern[at:])

    def _variable(self, name: str, values: dict[object, object]) -> tuple[Piece, ...]:
        if name in values:
            return (self.text(values[name]) or _unknown(name)).pieces
        if "." in name and not name.startswith("AWS::"):
            logical_id, _, attribute = name.partition(".")
            return self._attribute(logical_id, attribute).pieces
        return self._named(name).pieces

    def _join(self, given: object) -> Text | None:
        if not isinstance(given, list) or len(given) != 2:
            return None
        delimiter, parts = given
        if not isinstance(delimiter, str) or not isinstance(parts, list):
            return None
        pieces: list[Piece] = []
        for at, part in enumerate(parts):
            text = self.text(part)
            pieces.extend([delimiter] if at else [])
            pieces.extend(text.pieces if text is not None else (Unknown("Fn::Join"),))
            if len(pieces) > _MOST_PIECES:
                return None
        return Text.of(*pieces)

    def _import_value(self, given: object) -> Text | None:
        name = self.text(given)
        return None if name is None else _text_of(self._template.assembly.exports.get(name))

    def _stack_output(self, given: object) -> Text | None:
        """The CDK's reference from one stack to another of the same assembly."""
        if not isinstance(given, dict):
            return None
        stack, name = given.get("StackName"), given.get("OutputName")
        if not isinstance(stack, str) or not isinstance(name, str):
            return None
        template = self._template.assembly.stacks.get(stack)
        return _text_of(template.outputs.get(name)) if template is not None else None


def _text_of(output: Value | None) -> Text | None:
    return None if output is None else output.get("Value").text


def _unknown(name: str) -> Text:
    return Text.of(Unknown(name))

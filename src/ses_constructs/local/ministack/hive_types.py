"""Column types of the Glue Data Catalog, and how Firehose's OpenX deserializer fills them from JSON."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class NotOfTypeError(Exception):
    """A value of JSON that a column cannot hold."""


class HiveType(ABC):
    """A type."""

    @abstractmethod
    def value(self, given: object) -> object:
        """What is kept of a value of JSON; null of null.

        Raises:
            NotOfTypeError: when it is of another type.
        """

    @abstractmethod
    def arrow(self) -> pa.DataType:
        """The type in pyarrow's words."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column, or a member of a struct."""

    name: str
    type: HiveType


@dataclass(frozen=True, slots=True)
class _Text(HiveType):
    def value(self, given: object) -> object:
        """A text takes whatever there is, as JSON spells it."""
        return given if given is None or isinstance(given, str) else json.dumps(given)

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.string()


@dataclass(frozen=True, slots=True)
class _Number(HiveType):
    def value(self, given: object) -> object:
        if given is None:
            return None
        try:
            return int(given) if isinstance(given, int | str) else _refuse(self, given)
        except ValueError:
            return _refuse(self, given)

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.int64()


@dataclass(frozen=True, slots=True)
class _Flag(HiveType):
    def value(self, given: object) -> object:
        spelt = {"true": True, "false": False, True: True, False: False, None: None}
        return spelt[given] if isinstance(given, str | bool | None) and given in spelt else _refuse(self, given)

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.bool_()


@dataclass(frozen=True, slots=True)
class _List(HiveType):
    item: HiveType

    def value(self, given: object) -> object:
        if given is None:
            return None
        return [self.item.value(one) for one in given] if isinstance(given, list) else _refuse(self, given)

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.list_(self.item.arrow())


@dataclass(frozen=True, slots=True)
class _Map(HiveType):
    item: HiveType

    def value(self, given: object) -> object:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            return _refuse(self, given)
        return list({str(key).lower(): self.item.value(value) for key, value in given.items()}.items())

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.map_(pa.string(), self.item.arrow())


@dataclass(frozen=True, slots=True)
class _Struct(HiveType):
    fields: tuple[Field, ...]

    def value(self, given: object) -> object:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            return _refuse(self, given)
        lowered = {str(key).lower(): value for key, value in given.items()}
        return {field.name: field.type.value(lowered.get(field.name)) for field in self.fields}

    def arrow(self) -> pa.DataType:
        import pyarrow as pa

        return pa.struct([(field.name, field.type.arrow()) for field in self.fields])


_SIMPLE: Mapping[str, HiveType] = {"string": _Text(), "bigint": _Number(), "boolean": _Flag()}


def read(text: str) -> HiveType:
    """A type from its name.

    Raises:
        ValueError: for one that the emulator does not know.
    """
    text = text.strip().lower()
    outer, bracket, inner = text.partition("<")
    if not bracket:
        if text not in _SIMPLE:
            raise ValueError(f"the emulator cannot write columns of type {text!r}")
        return _SIMPLE[text]
    parts = _parts(inner.removesuffix(">"))
    if outer == "struct":
        named = [part.partition(":") for part in parts]
        return _Struct(tuple(Field(name.strip(), read(type)) for name, _, type in named))
    if outer == "array" and len(parts) == 1:
        return _List(read(parts[0]))
    if outer == "map" and len(parts) == 2 and parts[0].strip() == "string":
        return _Map(read(parts[1]))
    raise ValueError(f"the emulator cannot write columns of type {text!r}")


def _parts(text: str) -> list[str]:
    """What stands between the commas that are in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"<": 1, ">": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _refuse(type: HiveType, given: object) -> object:
    raise NotOfTypeError(f"{given!r} is no {type}")

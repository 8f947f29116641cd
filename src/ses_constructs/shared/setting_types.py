"""Refuses values of a wrong type at the doors of the package, in the words of the setting."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from constructs import Construct

from ses_constructs.errors import InvalidSettingError

from .tokens import is_number_token

T = TypeVar("T", bound=Callable[..., object])

_PLAIN = (str, bytes, bool, int, float, list, tuple, dict, set, frozenset)
"""What no construct of the CDK is."""
_WORDS: Mapping[type, str] = {
    str: "text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
}


class _Check(Protocol):
    """Whether a value fits, and what would have: ``words`` after "give"."""

    @property
    def words(self) -> str: ...

    def fits(self, value: object) -> bool: ...


def checks_types(door: T) -> T:
    """A function or a dataclass that refuses arguments which its annotations do not allow.

    What an annotation does not say at runtime is let through, but for one thing: an interface of the CDK, which is
    imported for the type checker alone, is never text, a number or a collection.

    Raises:
        InvalidSettingError: by the function, for the first such argument.
    """
    if inspect.isclass(door):
        type.__setattr__(door, "__init__", checks_types(door.__init__))
        return door
    signature = inspect.signature(door)
    names = tuple(signature.parameters)

    @functools.cache
    def checks() -> dict[str, _Check]:
        known = vars(sys.modules[door.__module__])
        read = {name: _read(each.annotation, known) for name, each in signature.parameters.items()}
        return {name: check for name, check in read.items() if check is not None}

    @functools.wraps(door)
    def checked(*given: object, **named: object) -> object:
        of = checks()
        for name, value in zip(names, given, strict=False):
            if name in of and not of[name].fits(value):
                raise _refusal(name, value, of[name], names, given)
        for name, value in named.items():
            if name in of and not of[name].fits(value):
                raise _refusal(name, value, of[name], names, given)
        return door(*given, **named)

    return cast("T", checked)


def _refusal(
    name: str, value: object, check: _Check, names: Sequence[str], given: Sequence[object]
) -> InvalidSettingError:
    start = dict(zip(names, given, strict=False))
    scope, id = start.get("scope"), start.get("id")
    at = f"{scope.node.path}/{id}" if isinstance(scope, Construct) and isinstance(id, str) else None
    return InvalidSettingError(name, value, "is of a wrong type", fix=f"give {check.words}", at=at)


@dataclass(frozen=True, slots=True)
class _Instance:
    """Of a class."""

    type: type

    @property
    def words(self) -> str:
        return _WORDS.get(self.type, f"a {self.type.__name__}")

    def fits(self, value: object) -> bool:
        if isinstance(value, self.type):
            return self.type is not int or not isinstance(value, bool)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.type is float or (self.type is int and is_number_token(value))


@dataclass(frozen=True, slots=True)
class _Construct:
    """Something of the CDK whose class is not there at runtime, or cannot be asked."""

    name: str

    @property
    def words(self) -> str:
        return "a construct" if self.name == "Construct" else f"a construct, {self.name} by type"

    def fits(self, value: object) -> bool:
        return value is not None and not isinstance(value, _PLAIN)


@dataclass(frozen=True, slots=True)
class _Nothing:
    words: str = "None"

    def fits(self, value: object) -> bool:
        return value is None


@dataclass(frozen=True, slots=True)
class _Several:
    """A list or a tuple."""

    each: _Check | None

    @property
    def words(self) -> str:
        return "a list" if self.each is None else f"a list, each of it {self.each.words}"

    def fits(self, value: object) -> bool:
        if not isinstance(value, Collection) or isinstance(value, str | bytes | Mapping):
            return False
        return self.each is None or all(self.each.fits(one) for one in value)


@dataclass(frozen=True, slots=True)
class _Named:
    """A mapping."""

    each: _Check | None

    @property
    def words(self) -> str:
        return "a mapping" if self.each is None else f"a mapping from text to {self.each.words}"

    def fits(self, value: object) -> bool:
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            return False
        return self.each is None or all(self.each.fits(one) for one in value.values())


@dataclass(frozen=True, slots=True)
class _Either:
    checks: tuple[_Check, ...]

    @property
    def words(self) -> str:
        return " or ".join(check.words for check in self.checks if not isinstance(check, _Nothing))

    def fits(self, value: object) -> bool:
        return any(check.fits(value) for check in self.checks)


def _read(annotation: object, known: Mapping[str, object]) -> _Check | None:
    """The check of an annotation, which is text; ``None`` for one that cannot be checked."""
    return _of(ast.parse(annotation, mode="eval").body, known) if isinstance(annotation, str) else None


def _of(node: ast.expr, known: Mapping[str, object]) -> _Check | None:
    match node:
        case ast.Constant(value=None):
            return _Nothing()
        case ast.BinOp(op=ast.BitOr()):
            parts = [_of(part, known) for part in _alternatives(node)]
            found = tuple(part for part in parts if part is not None)
            return _Either(found) if len(found) == len(parts) else None
        case ast.Subscript(value=ast.Name(id="Sequence")):
            return _Several(_of(node.slice, known))
        case ast.Subscript(value=ast.Name(id="Mapping"), slice=ast.Tuple(elts=[ast.Name(id="str"), each])):
            return _Named(_of(each, known))
        case ast.Name() | ast.Attribute():
            return _of_class(node, known)
    return None


def _alternatives(node: ast.expr) -> Iterable[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _alternatives(node.left)
        yield from _alternatives(node.right)
    else:
        yield node


def _of_class(node: ast.expr, known: Mapping[str, object]) -> _Check | None:
    name = ast.unparse(node)
    first, *rest = name.split(".")
    found = known.get(first, {each.__name__: each for each in _WORDS}.get(first))
    for part in rest:
        found = getattr(found, part, None)
    last = name.rpartition(".")[2]
    # What Node hands back of a construct may be of its interface alone.
    if isinstance(found, type) and found is not Construct and not getattr(found, "_is_protocol", False):
        return _Instance(found)
    is_interface = last[:1] == "I" and last[1:2].isupper()
    return _Construct(last) if is_interface or isinstance(found, type) else None

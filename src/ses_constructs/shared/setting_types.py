"""Refuses values of a wrong type at the doors of the package, in the words of the setting."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar, cast

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


class _Check:
    """Whether a value fits, and what would have: ``words`` after "give".

    A plain class, since every app that verifies a domain waits for this module.
    """

    __slots__ = ("fits", "words")

    def __init__(self, words: str, fits: Callable[[object], bool]) -> None:
        self.words = words
        self.fits = fits


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

    @functools.cache
    def checks() -> tuple[tuple[str, ...], dict[str, _Check]]:
        # Not before the first call: most doors of an app stay closed.
        parameters = inspect.signature(door).parameters
        known = vars(sys.modules[door.__module__])
        read = {name: _read(each.annotation, known) for name, each in parameters.items()}
        return tuple(parameters), {name: check for name, check in read.items() if check is not None}

    @functools.wraps(door)
    def checked(*given: object, **named: object) -> object:
        names, of = checks()
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


def _instance(of: type) -> _Check:
    """Of a class."""

    def fits(value: object) -> bool:
        if isinstance(value, of):
            return of is not int or not isinstance(value, bool)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return of is float or (of is int and is_number_token(value))

    return _Check(_WORDS.get(of, f"a {of.__name__}"), fits)


def _construct(name: str) -> _Check:
    """Something of the CDK whose class is not there at runtime, or cannot be asked."""
    words = "a construct" if name == "Construct" else f"a construct, {name} by type"
    return _Check(words, lambda value: value is not None and not isinstance(value, _PLAIN))


_NOTHING = _Check("None", lambda value: value is None)


def _several(each: _Check | None) -> _Check:
    """A list or a tuple."""

    def fits(value: object) -> bool:
        if not isinstance(value, Collection) or isinstance(value, str | bytes | Mapping):
            return False
        return each is None or all(each.fits(one) for one in value)

    return _Check("a list" if each is None else f"a list, each of it {each.words}", fits)


def _named(each: _Check | None) -> _Check:
    """A mapping."""

    def fits(value: object) -> bool:
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            return False
        return each is None or all(each.fits(one) for one in value.values())

    return _Check("a mapping" if each is None else f"a mapping from text to {each.words}", fits)


def _either(checks: tuple[_Check, ...]) -> _Check:
    words = " or ".join(check.words for check in checks if check is not _NOTHING)
    return _Check(words, lambda value: any(check.fits(value) for check in checks))


def _read(annotation: object, known: Mapping[str, object]) -> _Check | None:
    """The check of an annotation, which is text; ``None`` for one that cannot be checked."""
    return _of(ast.parse(annotation, mode="eval").body, known) if isinstance(annotation, str) else None


def _of(node: ast.expr, known: Mapping[str, object]) -> _Check | None:
    match node:
        case ast.Constant(value=None):
            return _NOTHING
        case ast.BinOp(op=ast.BitOr()):
            parts = [_of(part, known) for part in _alternatives(node)]
            found = tuple(part for part in parts if part is not None)
            return _either(found) if len(found) == len(parts) else None
        case ast.Subscript(value=ast.Name(id="Sequence")):
            return _several(_of(node.slice, known))
        case ast.Subscript(value=ast.Name(id="Mapping"), slice=ast.Tuple(elts=[ast.Name(id="str"), each])):
            return _named(_of(each, known))
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
        return _instance(found)
    is_interface = last[:1] == "I" and last[1:2].isupper()
    return _construct(last) if is_interface or isinstance(found, type) else None

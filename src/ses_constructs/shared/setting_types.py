"""Refuses values of a wrong type at the doors of the package, in the words of the setting."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import EllipsisType
from typing import TypeVar, cast

from ses_constructs.errors import InvalidSettingError

from .tokens import is_number_token

T = TypeVar("T", bound=Callable[..., object])

_PLAIN = (str, bytes, bool, int, float, list, tuple, dict, set, frozenset)
"""What no construct of the CDK is."""
_LONGEST = 100
"""Characters of a value that a message repeats."""
_LISTS = frozenset({"Sequence", "Collection", "list", "set", "frozenset"})
"""A list does for each of them: which one it has to be is for the type checker."""
_WORDS: Mapping[type, str] = {
    str: "text",
    bytes: "bytes",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
}


class _Check:
    """Whether a value fits, and what would have: ``words`` after "give". Of the ``plain`` types every value does.

    A plain class, since every app that verifies a domain waits for this module.
    """

    __slots__ = ("fits", "plain", "words")

    def __init__(self, words: str, fits: Callable[[object], bool], plain: frozenset[type] = frozenset()) -> None:
        self.words = words
        self.fits = fits
        self.plain = plain


def checks_types(door: T) -> T:
    """A function or a class that refuses arguments which its annotations do not allow.

    Of a class these are its maker and its public methods, but for those it inherits: they are checked where they
    stand. A class that is not made by its name says in ``_given_as`` what to give. An interface of the CDK cannot
    be asked for: what is given for one is no text, number or collection.

    Raises:
        InvalidSettingError: by the function, for the first such argument.
    """
    if inspect.isclass(door):
        for name, method in list(vars(door).items()):
            if name == "__init__" or not name.startswith("_"):
                _check_method(door, name, method)
        return door

    checks: _Checks | None = None

    @functools.wraps(door)
    def checked(*given: object, **named: object) -> object:
        nonlocal checks
        if checks is None:
            # Not before the first call: most doors of an app stay closed.
            checks = _Checks(door)
        refused = checks.refused(given, named)
        if refused is not None:
            raise refused
        return door(*given, **named)

    return cast("T", checked)


def _check_method(of: type, name: str, method: object) -> None:
    function = method.__func__ if isinstance(method, classmethod | staticmethod) else method
    if not inspect.isfunction(function) or not function.__annotations__.keys() - {"return"}:
        return
    checked = checks_types(function)
    made = type(method)(checked) if isinstance(method, classmethod | staticmethod) else checked
    # The classes of the CDK keep their attributes from being set.
    type.__setattr__(of, name, made)


class _Checks:
    """What a function takes. An annotation is read when the first value comes for it."""

    __slots__ = ("_annotations", "_known", "_of", "_several", "_single")

    def __init__(self, door: Callable[..., object]) -> None:
        code = door.__code__
        self._annotations = door.__annotations__
        self._known = vars(sys.modules[door.__module__])
        self._of: dict[str, _Check | None] = {}
        self._single = code.co_varnames[: code.co_argcount]
        last = code.co_argcount + code.co_kwonlyargcount
        self._several = code.co_varnames[last] if code.co_flags & inspect.CO_VARARGS else None

    def refused(self, given: tuple[object, ...], named: Mapping[str, object]) -> InvalidSettingError | None:
        """Why a call is refused."""
        of = self._of
        for name, value in self._arguments(given, named):
            check = of[name] if name in of else self._check(name)
            if check is not None and type(value) not in check.plain and not check.fits(value):
                return _refusal(name, value, check, {**dict(zip(self._single, given, strict=False)), **named})
        return None

    def _arguments(self, given: tuple[object, ...], named: Mapping[str, object]) -> Sequence[tuple[str, object]]:
        found = [*zip(self._single, given, strict=False), *named.items()]
        if self._several is not None:
            found += [(self._several, value) for value in given[len(self._single) :]]
        return found

    def _check(self, name: str) -> _Check | None:
        read = self._of[name] = _read(self._annotations.get(name), self._known)
        return read


def _refusal(name: str, value: object, check: _Check, start: Mapping[str, object]) -> InvalidSettingError:
    # What is long is no slip of the pen, and may be a key.
    got = value if len(repr(value)) <= _LONGEST else f"<{type(value).__name__}>"
    example = f": [{got!r}]" if got is value and isinstance(value, str) and check.fits([value]) else ""
    return InvalidSettingError(
        name, got, "is of a wrong type", fix=f"give {check.words}{example}", at=_place(start)
    )


def _place(start: Mapping[str, object]) -> str | None:
    """Of the construct that is made, or whose method was called."""
    node = getattr(start.get("scope", start.get("self")), "node", None)
    path: str | None = getattr(node, "path", None)
    id = start.get("id")
    return f"{path}/{id}" if path is not None and isinstance(id, str) else path


def _instance(of: type) -> _Check:
    """Of a class."""

    def fits(value: object) -> bool:
        if isinstance(value, of):
            return of is not int or not isinstance(value, bool)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return of is float or (of is int and is_number_token(value))

    words = getattr(of, "_given_as", _one(of.__name__))
    return _Check(_WORDS.get(of, words), fits, frozenset({of}))


def _called(name: str) -> _Check:
    """Of a class that is not there at runtime: nobody who has not loaded it can have one."""
    return _Check(_one(name), lambda value: any(of.__name__ == name for of in type(value).__mro__))


def _one(name: str) -> str:
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def _construct(name: str) -> _Check:
    """Something of the CDK whose class is not there at runtime, or cannot be asked."""
    words = "a construct" if name == "Construct" else f"a construct, {name} by type"
    return _Check(words, lambda value: value is not None and not isinstance(value, _PLAIN))


_NOTHING = _Check("None", lambda value: value is None, frozenset({type(None)}))


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
    plain = frozenset[type]().union(*(check.plain for check in checks))
    return _Check(words, lambda value: any(check.fits(value) for check in checks), plain)


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
        case ast.Subscript(value=ast.Name(id=name)) if name in _LISTS:
            return _several(_of(node.slice, known))
        case ast.Subscript(
            value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[each, ast.Constant(value=EllipsisType())])
        ):
            return _several(_of(each, known))
        case ast.Subscript(value=ast.Name(id="Mapping"), slice=ast.Tuple(elts=[ast.Name(id="str"), each])):
            return _named(_of(each, known))
        case ast.Subscript(value=ast.Name(id="Callable")):
            return _Check("a function", callable)
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
    is_construct = last == "Construct" or (last[:1] == "I" and last[1:2].isupper())
    if isinstance(found, type) and not is_construct and not getattr(found, "_is_protocol", False):
        return _instance(found)
    if isinstance(found, type) or is_construct:
        return _construct(last)
    return _called(last) if found is None and name != "object" else None

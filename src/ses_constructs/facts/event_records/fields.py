"""One JSON object, read without trusting it: nothing here raises, and what is not read is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TypeVar

T = TypeVar("T")
_LARGEST = 10**15
_LATEST_IN_SECONDS = 10**11
"""A number above it counts milliseconds."""


def plain(text: str) -> str:
    """Letters and digits in lower case: ``Rendering Failure`` and ``RENDERING_FAILURE`` and ``renderingFailure``.

    Guide: Contents of event data (its tables and its samples spell several names differently).
    """
    return "".join(character for character in text.lower() if character.isalnum())


def address_in(text: str) -> str:
    """``A@b.example`` of ``Somebody <A@b.example>``; what is no address comes back as it is."""
    found = parseaddr(text)[1] if "<" in text else text
    return (found or text).strip()


def bare_address(text: str) -> str:
    """The address in lower case: the same for every spelling of one recipient."""
    return address_in(text).lower()


def canonical(value: object) -> str:
    """One text for equal values; of what JSON cannot say, its Python form."""
    try:
        return json.dumps(value, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


class Fields:
    """The members of an object, by name in any spelling.

    A value of another kind than asked for counts as absent, and stays among :meth:`rest`.

    Args:
        given: What was received; anything but an object has no members.
    """

    __slots__ = ("_given", "_names", "_read")

    def __init__(self, given: object) -> None:
        self._given = {str(name): value for name, value in given.items()} if isinstance(given, Mapping) else {}
        self._names: dict[str, str] = {}
        for name in self._given:
            self._names.setdefault(plain(name), name)
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._names

    def value(self, name: str) -> object:
        """The member as it came; it still counts as not read, unless it is ``null``."""
        if name not in self:
            return None
        value = self._given[self._names[plain(name)]]
        return self._taken(name, None) if value is None else value

    def text(self, name: str) -> str | None:
        """A text; a number is one too."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return self._taken(name, _clean(str(value)))

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list; a single one counts as a list of one."""
        value = self.value(name)
        if isinstance(value, str):
            return self._taken(name, (_clean(value),))
        if not isinstance(value, list | tuple):
            return ()
        found = tuple(_clean(entry) for entry in value if isinstance(entry, str))
        return self._taken(name, found) if len(found) == len(value) else found

    def number(self, name: str) -> int | None:
        """A whole number, written as a text or not, of at most 15 digits."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        try:
            number = int(value)
        except (ValueError, OverflowError):
            return None
        return self._taken(name, number) if abs(number) < _LARGEST else None

    def flag(self, name: str) -> bool | None:
        """True or false. The guide's table calls ``headersTruncated`` a text, its samples have a boolean."""
        value = self.value(name)
        if isinstance(value, bool):
            return self._taken(name, value)
        if isinstance(value, str) and value.strip().lower() in ("true", "false"):
            return self._taken(name, value.strip().lower() == "true")
        return None

    def moment(self, name: str) -> datetime | None:
        """A time in UTC, of ISO 8601 text or of seconds or milliseconds since 1970."""
        value = self.value(name)
        try:
            if isinstance(value, str):
                return self._taken(name, _in_utc(datetime.fromisoformat(value.strip())))
            if isinstance(value, int | float) and not isinstance(value, bool):
                seconds = value / 1000 if value > _LATEST_IN_SECONDS else value
                return self._taken(name, datetime.fromtimestamp(seconds, UTC))
        except (ValueError, OverflowError, OSError):
            pass
        return None

    def fields(self, name: str) -> Fields:
        """An object; without members when there is none."""
        value = self.value(name)
        return Fields(self._taken(name, value) if isinstance(value, Mapping) else None)

    def several(self, name: str, *, of: str) -> tuple[Fields, ...]:
        """The objects of a list; one alone counts as a list of one, and a text as an object with member ``of``."""
        value = self.value(name)
        entries = value if isinstance(value, list | tuple) else [value]
        found = tuple(
            Fields({of: entry} if isinstance(entry, str) else entry)
            for entry in entries
            if isinstance(entry, str | Mapping)
        )
        return self._taken(name, found) if len(found) == len(entries) else found

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """An object whose members are lists of texts, such as ``mail.tags``."""
        value = self.value(name)
        if not isinstance(value, Mapping):
            return {}
        inside = Fields(value)
        return self._taken(name, {key: inside.texts(key) for key in inside.names()})

    def names(self) -> Iterable[str]:
        """The names of the members as they came."""
        return self._names.values()

    def rest(self) -> dict[str, object]:
        """What nobody has asked for, or could use."""
        return {name: value for name, value in self._given.items() if name not in self._read}

    def _taken(self, name: str, value: T) -> T:
        self._read.add(self._names[plain(name)])
        return value


def _clean(text: str) -> str:
    """JSON may spell half a character, which no store takes."""
    return text.encode(errors="replace").decode()


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

"""The header of a message, field by field, and where its body begins. Whatever comes is read; nothing raises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_LONGEST = 16 * 1024
"""Characters of a field that are looked at: parsers of addresses and encoded words slow down with length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """One field as it came.

    Args:
        name: In lower case.
        raw: All of its lines without the last line break.
    """

    name: str
    raw: bytes

    @property
    def text(self) -> str:
        """The value on one line, encoded words decoded, without control characters."""
        value = self.raw.partition(b":")[2][:_LONGEST].decode(errors="replace")
        flat = " ".join(value.split())
        if "=?" not in flat:
            return _UNSEEN.sub(" ", flat).strip()
        with suppress(HeaderParseError, LookupError, ValueError):
            flat = str(make_header(decode_header(flat)))
        return _UNSEEN.sub(" ", flat).encode(errors="replace").decode().strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderBlock:
    """The header of a message.

    Args:
        fields: In their order.
        body_at: Index of the first byte of the body.
    """

    fields: tuple[HeaderField, ...] = field(default_factory=tuple)
    body_at: int = 0

    @classmethod
    def of(cls, raw: bytes) -> HeaderBlock:
        """Reads a message. A line that belongs to no field begins the body, as mail programs have it.

        A carriage return alone ends a line here: nothing hides behind one.
        """
        found: list[tuple[str, list[bytes]]] = []
        place = 0
        while place < len(raw):
            match = _LINE.match(raw, place)
            line = match[0] if match is not None else b""
            content = line.rstrip(b"\r\n")
            named = _FIELD.match(content)
            if not content:
                place += len(line)
                break
            if content[:1] in (b" ", b"\t") and found:
                # Programs differ on whether a line of blanks ends the header; without it they agree.
                if content.strip():
                    found[-1][1].append(content)
            elif named is not None:
                found.append((named[1].decode().lower(), [content]))
            elif not (place == 0 and content.startswith(b"From ")):
                break
            place += len(line)
        fields = tuple(HeaderField(name=name, raw=b"\r\n".join(lines)) for name, lines in found)
        return cls(fields=fields, body_at=place)

    def all(self, name: str) -> tuple[str, ...]:
        """The values of every field of a name, given in lower case."""
        return tuple(each.text for each in self.fields if each.name == name)

    def first(self, name: str) -> str | None:
        """The value of the first field of a name, given in lower case."""
        return next((each.text for each in self.fields if each.name == name), None)

    def addresses(self, name: str) -> tuple[str, ...]:
        """The addresses of all fields of a name, each once; what is none is passed over."""
        return tuple(dict.fromkeys(address for _, address in self.mailboxes(name)))

    def mailboxes(self, name: str) -> tuple[tuple[str, str], ...]:
        """Display names and addresses of all fields of a name; what has no address is passed over."""
        raws = [each.raw.partition(b":")[2][:_LONGEST] for each in self.fields if each.name == name]
        values = [" ".join(_UNSEEN.sub(" ", raw.decode(errors="replace")).split()) for raw in raws]
        return tuple((shown(display), address) for display, address in mailboxes_in(values) if is_address(address))


def mailboxes_in(values: Sequence[str]) -> list[tuple[str, str]]:
    """Display names and addresses of header values, whatever they look like."""
    try:
        return getaddresses([value[:_LONGEST] for value in values])
    except RecursionError:
        # Thousands of brackets in each other: nobody's address.
        return []


def is_address(text: str) -> bool:
    """Whether SES takes it as the address of somebody to write to."""
    return text.isascii() and _ADDRESS.fullmatch(text) is not None and ".." not in text


def shown(text: str, *, longest: int = 200) -> str:
    """A text of a stranger, fit to stand in a header of ours: decoded, on one line, and not too long."""
    field_of_it = HeaderField(name="x", raw=b"x:" + text.encode(errors="replace"))
    return field_of_it.text[:longest].strip()

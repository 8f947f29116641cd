"""The text of a TXT record, out of the quotes of Route 53 or of a zone file, and into those of a zone file."""

from __future__ import annotations

import re
from enum import IntEnum

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.quotas import TXT_STRING_LENGTH

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


class Escapes(IntEnum):
    """What the three digits after a backslash count in."""

    ROUTE_53 = 8
    """Route 53 developer guide, "Supported DNS record types": octal."""
    ZONE_FILE = 10
    """RFC 1035, 5.1: decimal."""


_ESCAPED = {
    Escapes.ROUTE_53: re.compile(rb"\\([0-3][0-7]{2}|.)", re.DOTALL),
    Escapes.ZONE_FILE: re.compile(rb"\\([01][0-9]{2}|2[0-4][0-9]|25[0-5]|.)", re.DOTALL),
}


def text_of(value: str, escapes: Escapes) -> str:
    """The whole text: the strings of a value joined, without quotes and escapes.

    Raises:
        InvalidSettingError: when the text is not UTF-8.
    """
    joined = "".join(_STRING.findall(value)) if value.lstrip().startswith('"') else value

    def plain(escaped: re.Match[bytes]) -> bytes:
        found = escaped[1]
        return bytes([int(found, escapes)]) if len(found) == 3 else found

    content = _ESCAPED[escapes].sub(plain, joined.encode())
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise InvalidSettingError(
            "TXT", value, "is not text in UTF-8", fix="correct the record in the app; mail needs ASCII only"
        ) from None


def zone_file_value(text: str) -> str:
    """The text in quotes, as many strings of at most 255 octets as it takes, for a zone file."""
    content = text.encode()
    parts = [content[i : i + TXT_STRING_LENGTH] for i in range(0, len(content) or 1, TXT_STRING_LENGTH)]
    return " ".join('"' + "".join(_escaped(octet) for octet in part) + '"' for part in parts)


def _escaped(octet: int) -> str:
    character = chr(octet)
    if character in '"\\':
        return "\\" + character
    return character if " " <= character <= "~" else f"\\{octet:03d}"

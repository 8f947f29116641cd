"""CBOR (RFC 8949) under the names MiniStack imports from ``cbor2``, a package its wheel does not require.

boto3 speaks ``smithy-rpc-v2-cbor`` to CloudWatch. Without a decoder MiniStack takes every such request for an
empty one. Only what that protocol sends is understood: no bignums, no simple values but booleans and null.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_INDEFINITE = 31
_BREAK = object()
_EPOCH_TAG = 1
_WIDTHS = {24: ">B", 25: ">H", 26: ">I", 27: ">Q"}
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLES: dict[int, object] = {20: False, 21: True, 22: None, 23: None}


@dataclass(frozen=True, slots=True)
class CBORTag:
    """A tagged value; tag 1 is seconds since the epoch."""

    tag: int
    value: object


def loads(data: bytes) -> object:
    """The value that ``data`` holds; tag 1 becomes a datetime in UTC.

    Raises:
        ValueError: when it is not one whole CBOR item.
    """
    reader = _Reader(data)
    try:
        value = reader.item()
    except (IndexError, struct.error):
        raise ValueError("the CBOR data ends too early") from None
    if reader.at != len(data):
        raise ValueError(f"{len(data) - reader.at} bytes follow the CBOR item")
    return value


def dumps(value: object) -> bytes:
    """The CBOR form of a value of plain types, datetimes and :class:`CBORTag`.

    Raises:
        TypeError: for any other type.
    """
    out = bytearray()
    _write(out, value)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def item(self) -> object:
        head = self.data[self.at]
        self.at += 1
        major, info = head >> 5, head & 0x1F
        if major == _SIMPLE:
            return self._simple(info)
        if info == _INDEFINITE:
            return self._indefinite(major)
        return self._definite(major, self._argument(info))

    def _take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise IndexError(count)
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def _argument(self, info: int) -> int:
        if info < 24:
            return info
        if info not in _WIDTHS:
            raise ValueError(f"CBOR length code {info} is reserved")
        width = _WIDTHS[info]
        number: int = struct.unpack(width, self._take(struct.calcsize(width)))[0]
        return number

    def _simple(self, info: int) -> object:
        if info == _INDEFINITE:
            return _BREAK
        if info in _FLOATS:
            width = _FLOATS[info]
            return struct.unpack(width, self._take(struct.calcsize(width)))[0]
        if info not in _SIMPLES:
            raise ValueError(f"CBOR simple value {info} is not supported")
        return _SIMPLES[info]

    def _definite(self, major: int, argument: int) -> object:
        if major == _UNSIGNED:
            return argument
        if major == _NEGATIVE:
            return -1 - argument
        if major == _BYTES:
            return self._take(argument)
        if major == _TEXT:
            return self._take(argument).decode()
        if major == _ARRAY:
            return [self.item() for _ in range(argument)]
        if major == _MAP:
            return {self.item(): self.item() for _ in range(argument)}
        return self._tagged(argument)

    def _tagged(self, tag: int) -> object:
        value = self.item()
        if tag == _EPOCH_TAG and isinstance(value, int | float):
            return datetime.fromtimestamp(value, tz=UTC)
        return CBORTag(tag, value)

    def _indefinite(self, major: int) -> object:
        items = []
        while (value := self.item()) is not _BREAK:
            items.append(value)
        if major == _MAP:
            return dict(zip(items[::2], items[1::2], strict=True))
        if major == _ARRAY:
            return items
        if major == _TEXT:
            return "".join(str(part) for part in items)
        if major == _BYTES:
            return b"".join(part for part in items if isinstance(part, bytes))
        raise ValueError(f"CBOR major type {major} has no indefinite form")


def _head(out: bytearray, major: int, argument: int) -> None:
    if argument < 24:
        out.append(major << 5 | argument)
        return
    for info, width in _WIDTHS.items():
        if argument < 1 << 8 * struct.calcsize(width):
            out.append(major << 5 | info)
            out += struct.pack(width, argument)
            return
    raise TypeError(f"{argument} is too large for CBOR without bignums")


def _write(out: bytearray, value: object) -> None:
    if value is None or isinstance(value, bool):
        out.append(_SIMPLE << 5 | {False: 20, True: 21, None: 22}[value])
    elif isinstance(value, int):
        _head(out, _UNSIGNED if value >= 0 else _NEGATIVE, value if value >= 0 else -1 - value)
    elif isinstance(value, float):
        out.append(_SIMPLE << 5 | 27)
        out += struct.pack(">d", value)
    elif isinstance(value, datetime):
        _write(out, CBORTag(_EPOCH_TAG, value.timestamp()))
    elif isinstance(value, CBORTag):
        _head(out, _TAG, value.tag)
        _write(out, value.value)
    else:
        _write_string_or_collection(out, value)


def _write_string_or_collection(out: bytearray, value: object) -> None:
    if isinstance(value, str):
        text = value.encode()
        _head(out, _TEXT, len(text))
        out += text
    elif isinstance(value, bytes):
        _head(out, _BYTES, len(value))
        out += value
    elif isinstance(value, dict):
        _head(out, _MAP, len(value))
        for key, item in value.items():
            _write(out, key)
            _write(out, item)
    elif isinstance(value, list | tuple):
        _head(out, _ARRAY, len(value))
        for item in value:
            _write(out, item)
    else:
        raise TypeError(f"CBOR has no form for {type(value).__name__}")

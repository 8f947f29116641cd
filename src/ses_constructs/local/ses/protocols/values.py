"""Scalars on the wire: how a shape's text becomes a Python value and back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_timestamp

from ses_constructs.local.ses.failures import bad_request


def from_text(shape: Shape, text: str) -> Any:
    """A query or header text as the value of its shape."""
    try:
        return _READERS.get(shape.type_name, str)(text)
    except (ValueError, binascii.Error) as error:
        raise bad_request(f"'{text}' is no {shape.type_name}", v1="MalformedInput") from error


def to_text(shape: Shape, value: Any) -> str:
    """A value as XML text."""
    if shape.type_name == "boolean":
        return "true" if value else "false"
    if shape.type_name == "blob":
        return base64.b64encode(value).decode()
    if shape.type_name == "timestamp":
        return as_utc(value).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def as_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_time(value: float | str) -> datetime:
    """A timestamp from seconds since 1970 or from ISO 8601."""
    moment = parse_timestamp(str(value))
    return as_utc(moment)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "boolean": _boolean,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "blob": lambda text: base64.b64decode(text, validate=True),
    "timestamp": read_time,
}

"""JSON bodies by shape: shared by the REST protocol of SES v2 and the RPC protocol of Mail Manager."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.protocols.values import as_utc, read_time


def load(body: bytes) -> Document:
    """The JSON object of a request; no body is an empty object."""
    if not body.strip():
        return {}
    try:
        document = json.loads(body)
    except ValueError as error:
        raise bad_request("The request body is no JSON", v1="SerializationException") from error
    if not isinstance(document, dict):
        raise bad_request("The request body is no JSON object", v1="SerializationException")
    return document


def from_json(shape: Shape, value: Any) -> Any:
    """JSON as the value of its shape; members the model does not know are dropped, as the service does."""
    if value is None:
        return None
    if isinstance(shape, StructureShape):
        _expect(dict, value, shape)
        return {
            name: from_json(member, value[_wire_name(name, member)])
            for name, member in shape.members.items()
            if value.get(_wire_name(name, member)) is not None
        }
    if isinstance(shape, ListShape):
        _expect(list, value, shape)
        return [from_json(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        _expect(dict, value, shape)
        return {key: from_json(shape.value, item) for key, item in value.items()}
    return _scalar(shape, value)


def to_json(shape: Shape, value: Any) -> Any:
    """A value as JSON; times are seconds since 1970."""
    if isinstance(shape, StructureShape):
        return {
            _wire_name(name, member): to_json(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if isinstance(shape, ListShape):
        return [to_json(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        return {key: to_json(shape.value, item) for key, item in value.items()}
    if shape.type_name == "timestamp":
        return as_utc(value).timestamp()
    if shape.type_name == "blob":
        return base64.b64encode(value).decode()
    return value


def _wire_name(name: str, member: Shape) -> str:
    return str(member.serialization.get("name", name))


def _expect(kind: type, value: Any, shape: Shape) -> None:
    if not isinstance(value, kind):
        raise bad_request(f"{shape.name} is no {shape.type_name}", v1="SerializationException")


def _scalar(shape: Shape, value: Any) -> Any:
    try:
        if shape.type_name == "blob":
            return base64.b64decode(value, validate=True)
        if shape.type_name == "timestamp":
            return read_time(value)
    except (ValueError, TypeError, binascii.Error) as error:
        raise bad_request(f"'{value}' is no {shape.type_name}", v1="SerializationException") from error
    return value

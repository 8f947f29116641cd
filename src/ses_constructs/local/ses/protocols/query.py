"""The Query protocol of SES v1: form fields in, XML out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, SubElement, tostring

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.messages import Request, Response
from ses_constructs.local.ses.models import service_model
from ses_constructs.local.ses.protocols.values import from_text, to_text
from ses_constructs.local.ses.protocols.wire import Parsed, UnknownOperationError, request_id

_FORM = "application/x-www-form-urlencoded"


def speaks(request: Request) -> bool:
    """Tells whether a request is one of this protocol."""
    return request.headers.get("content-type", "").startswith(_FORM) or "Action=" in request.query


def parse(request: Request) -> Parsed:
    """Reads the operation and its parameters."""
    text = request.body.decode() or request.query
    fields = dict(parse_qsl(text, keep_blank_values=True))
    name = fields.get("Action", "")
    model = service_model("ses")
    if name not in model.operation_names:
        raise UnknownOperationError(name)
    shape = model.operation_model(name).input_shape
    return Parsed(name, _read(shape, fields, "") if shape is not None else {})


def answer(operation: OperationModel, result: Document) -> Response:
    """The XML answer of an operation."""
    root = Element(f"{operation.name}Response", xmlns=operation.metadata["xmlNamespace"])
    shape = operation.output_shape
    if shape is not None:
        wrapper = SubElement(root, shape.serialization.get("resultWrapper", f"{operation.name}Result"))
        _write_members(wrapper, shape, result)
    SubElement(SubElement(root, "ResponseMetadata"), "RequestId").text = request_id()
    return _xml(200, root)


def fault(code: str, message: str, status: int) -> Response:
    """The XML answer of an error."""
    error_code, error_status = _declared(code, status)
    root = Element("ErrorResponse", xmlns=service_model("ses").metadata["xmlNamespace"])
    error = SubElement(root, "Error")
    SubElement(error, "Type").text = "Sender" if error_status < 500 else "Receiver"
    SubElement(error, "Code").text = error_code
    SubElement(error, "Message").text = message
    SubElement(root, "RequestId").text = request_id()
    return _xml(error_status, root)


def _declared(code: str, status: int) -> tuple[str, int]:
    """The wire code of an error shape (``AlreadyExists`` for ``AlreadyExistsException``) and its status."""
    for shape in service_model("ses").error_shapes:
        if shape.name == code:
            error = shape.metadata["error"]
            return error["code"], int(error["httpStatusCode"])
    return code, status


def _xml(status: int, root: Element) -> Response:
    return Response(status, {"content-type": "text/xml"}, tostring(root, encoding="utf-8"))


def _read(shape: Shape, fields: dict[str, str], prefix: str) -> Any:
    if isinstance(shape, StructureShape):
        return _read_structure(shape, fields, prefix)
    if isinstance(shape, ListShape):
        return _read_list(shape, fields, prefix)
    if isinstance(shape, MapShape):
        return _read_map(shape, fields, prefix)
    return from_text(shape, fields[prefix])


def _read_structure(shape: StructureShape, fields: dict[str, str], prefix: str) -> Document:
    found: Document = {}
    for name, member in shape.members.items():
        path = _join(prefix, str(member.serialization.get("name", name)))
        if _present(fields, path):
            found[name] = _read(member, fields, path)
    return found


def _read_list(shape: ListShape, fields: dict[str, str], prefix: str) -> list[Any]:
    if prefix in fields:
        return []
    found: list[Any] = []
    while _present(fields, path := f"{prefix}.member.{len(found) + 1}"):
        found.append(_read(shape.member, fields, path))
    return found


def _read_map(shape: MapShape, fields: dict[str, str], prefix: str) -> Document:
    found: Document = {}
    while _present(fields, path := f"{prefix}.entry.{len(found) + 1}"):
        found[fields[f"{path}.key"]] = _read(shape.value, fields, f"{path}.value")
    return found


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _present(fields: dict[str, str], path: str) -> bool:
    return path in fields or any(key.startswith(f"{path}.") for key in fields)


def _write(parent: Element, name: str, shape: Shape, value: Any) -> None:
    element = SubElement(parent, name)
    if isinstance(shape, StructureShape):
        _write_members(element, shape, value)
    elif isinstance(shape, ListShape):
        for item in value:
            _write(element, "member", shape.member, item)
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            entry = SubElement(element, "entry")
            _write(entry, "key", shape.key, key)
            _write(entry, "value", shape.value, item)
    else:
        element.text = to_text(shape, value)


def _write_members(element: Element, shape: StructureShape, value: Document) -> None:
    for name, member in shape.members.items():
        if value.get(name) is not None:
            _write(element, str(member.serialization.get("name", name)), member, value[name])

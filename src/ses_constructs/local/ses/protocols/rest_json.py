"""The REST protocol of SES v2: method, path and JSON in, JSON out."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from botocore.model import ListShape, OperationModel, Shape

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.messages import Request, Response
from ses_constructs.local.ses.models import service_model
from ses_constructs.local.ses.protocols import json_body
from ses_constructs.local.ses.protocols.values import from_text
from ses_constructs.local.ses.protocols.wire import Parsed, UnknownOperationError, request_id

_FORMER_ADDRESSES = {
    "ListConfigurationSets": "/v2/email/configuration-sets",
    "ListContacts": "/v2/email/contact-lists/{ContactListName}/contacts",
    "ListEmailIdentities": "/v2/email/identities",
    "ListImportJobs": "/v2/email/import-jobs",
}
"""Lists that were a GET with a query before they became a POST with a body (sesv2 of botocore 1.43.11, 1.34.22).
SES answers both, and an AWS CLI or an SDK that is some months older than our botocore asks in the old way."""


def speaks(request: Request) -> bool:
    """Tells whether a request is one of this protocol."""
    return request.path.startswith("/v2/")


def parse(request: Request) -> Parsed:
    """Reads the operation and its parameters."""
    for method, pattern, name in _routes():
        match = pattern.fullmatch(request.path)
        if match is not None and method == request.method:
            labels = {key: unquote(value) for key, value in match.groupdict().items()}
            return Parsed(name, _parameters(name, request, labels))
    raise UnknownOperationError(f"{request.method} {request.path}")


def answer(operation: OperationModel, result: Document) -> Response:
    """The JSON answer of an operation."""
    shape = operation.output_shape
    body = json_body.to_json(shape, result) if shape is not None else {}
    return _json(200, body, {})


def fault(code: str, message: str, status: int) -> Response:
    """The JSON answer of an error."""
    for shape in service_model("sesv2").error_shapes:
        if shape.name == code:
            status = int(shape.metadata["error"]["httpStatusCode"])
    return _json(status, {"message": message}, {"x-amzn-errortype": code})


def _json(status: int, body: Any, headers: dict[str, str]) -> Response:
    common = {"content-type": "application/json", "x-amzn-requestid": request_id()}
    return Response(status, common | headers, json.dumps(body).encode())


@cache
def _routes() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path pattern and operation; paths with fewer labels come first, so that a fixed path wins."""
    model = service_model("sesv2")
    https = [(name, model.operation_model(name).http) for name in model.operation_names]
    addresses = [(http["method"], str(http["requestUri"]), name) for name, http in https]
    addresses += [("GET", path, name) for name, path in _FORMER_ADDRESSES.items()]
    addresses.sort(key=lambda address: address[1].count("{"))
    return [(method, _pattern(path), name) for method, path, name in addresses]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path.rstrip("/")) + "/?")


def _parameters(name: str, request: Request, labels: dict[str, str]) -> Document:
    shape = service_model("sesv2").operation_model(name).input_shape
    if shape is None:
        return {}
    query = parse_qs(request.query, keep_blank_values=True)
    former = request.method == "GET" and name in _FORMER_ADDRESSES
    parameters: Document = json_body.from_json(shape, json_body.load(request.body))
    for member_name, member in shape.members.items():
        wire_name = str(member.serialization.get("name", member_name))
        location = member.serialization.get("location")
        if location == "uri":
            parameters[member_name] = from_text(member, labels[wire_name])
        elif (location == "querystring" or former) and wire_name in query:
            parameters[member_name] = _from_query(member, query[wire_name])
    return parameters


def _from_query(member: Shape, values: list[str]) -> Any:
    if isinstance(member, ListShape):
        return [from_text(member.member, value) for value in values]
    return from_text(member, values[-1])

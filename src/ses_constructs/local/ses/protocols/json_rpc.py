"""The JSON RPC protocol of Mail Manager: the operation in a header, JSON in and out.

The model also offers Smithy RPC v2 with CBOR; botocore prefers JSON, and only JSON is spoken here.
"""

from __future__ import annotations

import json
from typing import Any

from botocore.model import OperationModel

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.messages import Request, Response
from ses_constructs.local.ses.models import service_model
from ses_constructs.local.ses.protocols import json_body
from ses_constructs.local.ses.protocols.wire import Parsed, UnknownOperationError, request_id

_TARGET = "x-amz-target"

# SES v2 and Mail Manager name the same refusals differently.
_NAMES = {
    "BadRequestException": "ValidationException",
    "NotFoundException": "ResourceNotFoundException",
    "AlreadyExistsException": "ConflictException",
    "LimitExceededException": "ServiceQuotaExceededException",
}


def speaks(request: Request) -> bool:
    """Tells whether a request is one of this protocol, CBOR included (which is then refused by name)."""
    prefix = service_model("mailmanager").metadata["targetPrefix"]
    return request.headers.get(_TARGET, "").startswith(f"{prefix}.") or request.path.startswith("/service/")


def parse(request: Request) -> Parsed:
    """Reads the operation and its parameters."""
    name = request.headers.get(_TARGET, "").partition(".")[2]
    model = service_model("mailmanager")
    if name not in model.operation_names:
        raise UnknownOperationError(name or f"{request.path} (CBOR is not spoken here, use JSON)")
    shape = model.operation_model(name).input_shape
    body = json_body.load(request.body)
    return Parsed(name, json_body.from_json(shape, body) if shape is not None else {})


def answer(operation: OperationModel, result: Document) -> Response:
    """The JSON answer of an operation."""
    shape = operation.output_shape
    return _json(200, json_body.to_json(shape, result) if shape is not None else {})


def fault(code: str, message: str, status: int) -> Response:
    """The JSON answer of an error."""
    name = _NAMES.get(code, code)
    for shape in service_model("mailmanager").error_shapes:
        if shape.name == name:
            status = int(shape.metadata["error"]["httpStatusCode"])
    return _json(status, {"__type": name, "message": message})


def _json(status: int, body: Any) -> Response:
    headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": request_id()}
    return Response(status, headers, json.dumps(body).encode())

"""botocore on one side, our protocols on the other."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.models import service_model


def operation(service: str, name: str) -> OperationModel:
    """An operation of a service."""
    return service_model(service).operation_model(name)


def as_request(service: str, protocol: str, name: str, parameters: dict[str, Any]) -> Request:
    """What botocore sends for a call."""
    serializer = create_serializer(protocol, include_validation=False)
    sent = serializer.serialize_to_request(parameters, operation(service, name))
    path, _, query = sent["url_path"].partition("?")
    more = sent["query_string"] if isinstance(sent["query_string"], dict) else {}
    query = "&".join(part for part in (query, urlencode(more, doseq=True)) if part)
    body = sent["body"]
    if isinstance(body, dict):
        body = urlencode(body).encode()
    headers = {key.lower(): value for key, value in sent["headers"].items()}
    return Request(sent["method"], path, query, headers, body or b"")


def as_result(
    service: str, protocol: str, name: str, module: ModuleType, result: dict[str, Any]
) -> dict[str, Any]:
    """What botocore reads from our answer."""
    answer = module.answer(operation(service, name), result)
    response = {"status_code": answer.status, "headers": HeadersDict(answer.headers), "body": answer.body}
    parsed = _read(protocol, response, operation(service, name))
    parsed.pop("ResponseMetadata")
    return dict(parsed)


def as_error(
    service: str, protocol: str, module: ModuleType, code: str, message: str, status: int
) -> dict[str, Any]:
    """What botocore reads from our error."""
    answer = module.fault(code, message, status)
    response = {"status_code": answer.status, "headers": HeadersDict(answer.headers), "body": answer.body}
    name = service_model(service).operation_names[0]
    parsed = _read(protocol, response, operation(service, name))
    return {"Code": parsed["Error"]["Code"], "Message": parsed["Error"]["Message"], "Status": answer.status}


def _read(protocol: str, response: dict[str, Any], called: OperationModel) -> dict[str, Any]:
    shape: Any = called.output_shape
    return dict(create_parser(protocol).parse(response, shape))

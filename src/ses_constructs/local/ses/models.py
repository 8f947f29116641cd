"""botocore's models of the three SES services, and the check of parameters against them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request


@cache
def service_model(name: str) -> ServiceModel:
    """The model of ``ses`` (v1), ``sesv2`` or ``mailmanager``."""
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


@cache
def operation_names(service: str) -> frozenset[str]:
    """Every operation of a service."""
    return frozenset(service_model(service).operation_names)


def check_parameters(operation: OperationModel, parameters: Document) -> None:
    """Raises a bad request for a missing member, a wrong type, a length or an unknown enum value."""
    shape = operation.input_shape
    if shape is None:
        return
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise bad_request(report.generate_report(), v1="ValidationError")
    _check_values(shape, parameters, operation.name)


def _check_values(shape: Shape, value: Any, path: str) -> None:
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if value.get(name) is not None:
                _check_values(member, value[name], f"{path}.{name}")
    elif isinstance(shape, ListShape):
        for index, item in enumerate(value):
            _check_values(shape.member, item, f"{path}[{index}]")
    elif shape.type_name == "string":
        _check_string(shape, value, path)


def _check_string(shape: Shape, value: str, path: str) -> None:
    choices = getattr(shape, "enum", None)
    if choices and value not in choices:
        wanted = ", ".join(choices)
        raise bad_request(
            f"Value '{value}' at '{path}' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{wanted}]",
            v1="ValidationError",
        )
    pattern = shape.metadata.get("pattern")
    if pattern and not re.search(f"^(?:{as_python(pattern)})$", value, re.DOTALL):
        raise bad_request(
            f"Value at '{path}' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {pattern}",
            v1="ValidationError",
        )
    longest = shape.metadata.get("max")
    if longest is not None and len(value) > longest:
        raise bad_request(
            f"Value at '{path}' failed to satisfy constraint: "
            f"Member must have length less than or equal to {longest}",
            v1="ValidationError",
        )


def as_python(pattern: str) -> str:
    """The models write "no control character" as Java does, which Python's ``re`` does not know."""
    return pattern.replace(r"\P{C}", r"\x20-\x7e\xa0-\U0010ffff")

"""Parameters are checked against botocore's models."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.model import StringShape

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.models import as_python, check_parameters, operation_names, service_model


def check(operation: str, service: str = "sesv2", **parameters: Any) -> None:
    check_parameters(service_model(service).operation_model(operation), parameters)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({}, "Missing required parameter"),
        ({"EmailIdentity": 1}, "Invalid type"),
        ({"EmailIdentity": ""}, "Invalid length"),
        ({"EmailIdentity": "a.b", "BehaviorOnMxFailure": "MAYBE"}, "enum value set"),
    ],
)
def test_what_the_model_does_not_allow_is_refused(parameters: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        check("PutEmailIdentityMailFromAttributes", **parameters)


def test_patterns_inside_structures_hold() -> None:
    no_login: dict[str, Any] = {"NoAuthentication": {}}
    relay = {"RelayName": "r", "ServerPort": 25, "Authentication": no_login}
    check("CreateRelay", "mailmanager", ServerName="mx.example.net", **relay)
    with pytest.raises(RefusedError, match=r"CreateRelay\.ServerName.*regular expression"):
        check("CreateRelay", "mailmanager", ServerName="a b", **relay)


def test_lengths_hold() -> None:
    with pytest.raises(RefusedError, match="length less than or equal to 128"):
        check("CreateArchive", "mailmanager", ArchiveName="ab", ClientToken="x" * 129)


def test_enums_inside_lists_hold() -> None:
    with pytest.raises(RefusedError, match=r"SuppressedReasons\[1\]"):
        check("PutAccountSuppressionAttributes", SuppressedReasons=["BOUNCE", "SPAM"])


def test_an_operation_without_input_takes_anything() -> None:
    check("GetAccount")


@pytest.mark.parametrize("service", ["ses", "sesv2", "mailmanager"])
def test_every_pattern_of_the_models_is_understood(service: str) -> None:
    model = service_model(service)
    patterns = {
        shape.metadata["pattern"]
        for shape in (model.shape_for(name) for name in model.shape_names)
        if isinstance(shape, StringShape) and "pattern" in shape.metadata
    }
    for pattern in patterns:
        re.compile(as_python(pattern))
    assert operation_names(service)

"""botocore and our protocol understand each other, for any value of any operation."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.models import operation_names
from ses_constructs.local.ses.protocols import json_rpc
from ses_constructs.local.ses.protocols.wire import UnknownOperationError
from tests.local.ses.protocols.round_trip import as_error, as_request, as_result, operation
from tests.local.ses.shapes import values

OPERATIONS = sorted(operation_names("mailmanager"))
FEW = settings(max_examples=4, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_botocore_sends_is_read_back(name: str) -> None:
    shape = operation("mailmanager", name).input_shape

    @FEW
    @given(values(shape) if shape is not None else st.just({}))
    def round_trip(parameters: dict[str, object]) -> None:
        request = as_request("mailmanager", "json", name, parameters)
        assert json_rpc.speaks(request)
        parsed = json_rpc.parse(request)
        assert (parsed.operation, parsed.parameters) == (name, parameters)

    round_trip()


@pytest.mark.parametrize("name", [name for name in OPERATIONS if operation("mailmanager", name).output_shape])
def test_what_we_answer_botocore_reads_back(name: str) -> None:
    shape = operation("mailmanager", name).output_shape
    assert shape is not None

    @FEW
    @given(values(shape))
    def round_trip(result: dict[str, object]) -> None:
        assert as_result("mailmanager", "json", name, json_rpc, result) == result

    round_trip()


@pytest.mark.parametrize(
    ("code", "name", "status"),
    [
        ("NotFoundException", "ResourceNotFoundException", 404),
        ("BadRequestException", "ValidationException", 400),
        ("AlreadyExistsException", "ConflictException", 409),
        ("NotImplementedByEmulator", "NotImplementedByEmulator", 501),
    ],
)
def test_errors_have_the_names_of_mail_manager(code: str, name: str, status: int) -> None:
    found = as_error("mailmanager", "json", json_rpc, code, "no", 501)
    assert found == {"Code": name, "Message": "no", "Status": status}


def test_cbor_is_refused_by_name() -> None:
    path = "/service/MailManagerSvc/operation/ListArchives"
    request = Request("POST", path, "", {"smithy-protocol": "rpc-v2-cbor"}, b"")
    assert json_rpc.speaks(request)
    with pytest.raises(UnknownOperationError, match="CBOR"):
        json_rpc.parse(request)

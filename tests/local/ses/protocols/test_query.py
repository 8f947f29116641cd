"""botocore and our protocol understand each other, for any value of any operation."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.models import operation_names
from ses_constructs.local.ses.protocols import query
from ses_constructs.local.ses.protocols.wire import UnknownOperationError
from tests.local.ses.protocols.round_trip import as_error, as_request, as_result, operation
from tests.local.ses.shapes import values, without_hollow

OPERATIONS = sorted(operation_names("ses"))
FEW = settings(max_examples=4, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_botocore_sends_is_read_back(name: str) -> None:
    shape = operation("ses", name).input_shape

    @FEW
    @given(values(shape).map(without_hollow) if shape is not None else st.just({}))
    def round_trip(parameters: dict[str, object]) -> None:
        request = as_request("ses", "query", name, parameters)
        assert query.speaks(request)
        parsed = query.parse(request)
        assert (parsed.operation, parsed.parameters) == (name, parameters)

    round_trip()


@pytest.mark.parametrize("name", [name for name in OPERATIONS if operation("ses", name).output_shape])
def test_what_we_answer_botocore_reads_back(name: str) -> None:
    shape = operation("ses", name).output_shape
    assert shape is not None

    @FEW
    @given(values(shape))
    def round_trip(result: dict[str, object]) -> None:
        assert as_result("ses", "query", name, query, result) == result

    round_trip()


@pytest.mark.parametrize(
    ("code", "wire", "status"),
    [
        ("AlreadyExistsException", "AlreadyExists", 400),
        ("AccountSendingPausedException", "AccountSendingPausedException", 400),
        ("InvalidParameterValue", "InvalidParameterValue", 400),
        ("NotImplementedByEmulator", "NotImplementedByEmulator", 501),
    ],
)
def test_errors_carry_the_code_of_the_wire(code: str, wire: str, status: int) -> None:
    assert as_error("ses", "query", query, code, "no & <no>", status) == {
        "Code": wire,
        "Message": "no & <no>",
        "Status": status,
    }


def test_an_unknown_action_is_refused() -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    with pytest.raises(UnknownOperationError, match="Fly"):
        query.parse(Request("POST", "/", "", form, b"Action=Fly"))


def test_parameters_may_stand_in_the_address() -> None:
    request = Request("GET", "/", "Action=GetSendQuota&Version=2010-12-01", {}, b"")
    assert query.speaks(request)
    assert query.parse(request).operation == "GetSendQuota"

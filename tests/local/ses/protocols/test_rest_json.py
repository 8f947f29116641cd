"""botocore and our protocol understand each other, for any value of any operation."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_constructs.local.ses.messages import Request
from ses_constructs.local.ses.models import operation_names
from ses_constructs.local.ses.protocols import rest_json
from ses_constructs.local.ses.protocols.wire import UnknownOperationError
from tests.local.ses.protocols.round_trip import as_error, as_request, as_result, operation
from tests.local.ses.shapes import values

OPERATIONS = sorted(operation_names("sesv2"))
FEW = settings(max_examples=4, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_botocore_sends_is_read_back(name: str) -> None:
    shape = operation("sesv2", name).input_shape

    @FEW
    @given(values(shape) if shape is not None else st.just({}))
    def round_trip(parameters: dict[str, object]) -> None:
        request = as_request("sesv2", "rest-json", name, parameters)
        assert rest_json.speaks(request)
        parsed = rest_json.parse(request)
        assert (parsed.operation, parsed.parameters) == (name, parameters)

    round_trip()


@pytest.mark.parametrize("name", [name for name in OPERATIONS if operation("sesv2", name).output_shape])
def test_what_we_answer_botocore_reads_back(name: str) -> None:
    shape = operation("sesv2", name).output_shape
    assert shape is not None

    @FEW
    @given(values(shape))
    def round_trip(result: dict[str, object]) -> None:
        assert as_result("sesv2", "rest-json", name, rest_json, result) == result

    round_trip()


@pytest.mark.parametrize(
    ("code", "status"),
    [("NotFoundException", 404), ("ConflictException", 409), ("MessageRejected", 400), ("Other", 501)],
)
def test_errors_carry_the_status_of_the_model(code: str, status: int) -> None:
    found = as_error("sesv2", "rest-json", rest_json, code, "no", 501)
    assert found == {"Code": code, "Message": "no", "Status": status}


@pytest.mark.parametrize(("method", "path"), [("GET", "/v2/email/fly"), ("PATCH", "/v2/email/account")])
def test_an_unknown_path_or_method_is_refused(method: str, path: str) -> None:
    with pytest.raises(UnknownOperationError, match=path):
        rest_json.parse(Request(method, path, "", {}, b""))


def test_a_fixed_path_wins_over_a_label() -> None:
    request = Request("POST", "/v2/email/tenants/get", "", {}, b'{"TenantName": "a"}')
    assert rest_json.parse(request).operation == "GetTenant"


@pytest.mark.parametrize(
    ("path", "query", "operation", "parameters"),
    [
        (
            "/v2/email/identities",
            "PageSize=3&NextToken=a%2Fb",
            "ListEmailIdentities",
            {"PageSize": 3, "NextToken": "a/b"},
        ),
        ("/v2/email/configuration-sets", "", "ListConfigurationSets", {}),
        ("/v2/email/import-jobs", "PageSize=1", "ListImportJobs", {"PageSize": 1}),
        ("/v2/email/contact-lists/a/contacts", "", "ListContacts", {"ContactListName": "a"}),
    ],
)
def test_a_list_is_found_where_older_clients_ask_for_it(
    path: str, query: str, operation: str, parameters: dict[str, object]
) -> None:
    parsed = rest_json.parse(Request("GET", path, query, {}, b""))
    assert (parsed.operation, parsed.parameters) == (operation, parameters)

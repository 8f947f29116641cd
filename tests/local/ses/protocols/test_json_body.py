"""JSON bodies that are not what they should be."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.models import service_model
from ses_constructs.local.ses.protocols.json_body import from_json, load

SHAPE = service_model("sesv2").operation_model("SendEmail").input_shape


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"1"])
def test_a_body_is_a_json_object(body: bytes) -> None:
    with pytest.raises(RefusedError, match="JSON"):
        load(body)


def test_no_body_is_an_empty_object() -> None:
    assert load(b" ") == {}


@pytest.mark.parametrize(
    "document",
    [
        {"Destination": []},
        {"Destination": {"ToAddresses": "a"}},
        {"Content": {"Raw": {"Data": "not base64!"}}},
    ],
)
def test_the_wrong_kind_of_value_is_refused(document: dict[str, object]) -> None:
    assert SHAPE is not None
    with pytest.raises(RefusedError, match="is no"):
        from_json(SHAPE, document)


def test_null_and_unknown_members_are_dropped() -> None:
    assert SHAPE is not None
    assert from_json(SHAPE, {"EndpointId": None, "Whatever": 1, "TenantName": "t"}) == {"TenantName": "t"}

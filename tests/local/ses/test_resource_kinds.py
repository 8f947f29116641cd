"""What resource types share."""

from __future__ import annotations

import re

import pytest

from ses_constructs.local.ses.failures import RefusedError, ResourceError
from ses_constructs.local.ses.resource_kinds import Resource, api, as_resource_error, find_kind, picked
from ses_constructs.local.ses.schema import type_names
from ses_constructs.local.ses.state import PlaceState


def test_every_type_of_the_schema_is_handled() -> None:
    for name in type_names():
        assert find_kind(name)


def test_another_type_is_refused() -> None:
    with pytest.raises(ResourceError, match="AWS::SES::Dove is not emulated"):
        find_kind("AWS::SES::Dove")


def test_made_up_names_tell_the_stack_fit_the_limit_and_are_fresh(state: PlaceState) -> None:
    resource = Resource("AWS::SES::ConfigurationSet", state, "Logical" * 9, {}, "my_stack")
    first, second = resource.new_name(), resource.new_name()
    assert re.fullmatch(r"my-stack-Logical[A-Za-z0-9-]+-[a-z0-9]{12}", first)
    assert len(first) == 64
    assert first != second


@pytest.mark.parametrize(
    ("code", "handler_code"),
    [
        ("AlreadyExistsException", "AlreadyExists"),
        ("NotFoundException", "NotFound"),
        ("LimitExceededException", "ServiceLimitExceeded"),
        ("ConflictException", "ResourceConflict"),
        ("BadRequestException", "InvalidRequest"),
    ],
)
def test_refusals_speak_cloudformation(code: str, handler_code: str) -> None:
    text = str(as_resource_error(RefusedError(code, "no")))
    assert text == f'Resource handler returned message: "no" (HandlerErrorCode: {handler_code})'


def test_a_type_that_cannot_change_in_place_says_so_unless_nothing_changed(state: PlaceState) -> None:
    kind = find_kind("AWS::SES::ReceiptRuleSet")
    kind.update(Resource("AWS::SES::ReceiptRuleSet", state, "Set", {}))
    with pytest.raises(ResourceError, match="can change in place"):
        kind.update(Resource("AWS::SES::ReceiptRuleSet", state, "Set", {"RuleSetName": "a"}))


def test_api_calls_are_checked_against_the_model(state: PlaceState) -> None:
    with pytest.raises(RefusedError, match="Missing required parameter"):
        api(state, "sesv2", "CreateTenant", {})
    with pytest.raises(RefusedError, match="not emulated"):
        api(state, "sesv2", "ListRecommendations", {})


def test_parameters_are_picked_from_properties() -> None:
    assert picked({"a": 1, "b": None, "c": 0}, A="a", B="b", C="c", D="d") == {"A": 1, "C": 0}

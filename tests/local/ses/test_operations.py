"""The table of operations fills itself."""

from __future__ import annotations

from ses_constructs.local.ses.models import operation_names
from ses_constructs.local.ses.operations import _HANDLERS, Call, find_handler, operation
from ses_constructs.local.ses.state import PlaceState


def test_handlers_are_found_by_walking_the_folders() -> None:
    assert find_handler("sesv2", "SendEmail") is not None
    assert find_handler("ses", "SendEmail") is not find_handler("sesv2", "SendEmail")
    assert find_handler("mailmanager", "CreateArchive") is not None
    assert find_handler("sesv2", "ListRecommendations") is None


def test_every_handler_is_for_an_operation_of_the_model() -> None:
    find_handler("ses", "SendEmail")
    assert [key for key in _HANDLERS if key[1] not in operation_names(key[0])] == []


def test_a_function_can_answer_several_operations(state: PlaceState) -> None:
    @operation("test", "A", "B")
    def answer(call: Call) -> dict[str, str]:
        return {"Name": call.operation}

    try:
        handler = find_handler("test", "B")
        assert handler is answer
        assert handler(Call(state, "B", {})) == {"Name": "B"}
    finally:
        del _HANDLERS["test", "A"], _HANDLERS["test", "B"]


def test_a_parameter_that_is_empty_was_left_out(state: PlaceState) -> None:
    call = Call(state, "A", {"a": "x", "b": ""})
    assert (call.text("a"), call.optional_text("b"), call.optional_text("c")) == ("x", None, None)

"""Templates that both API versions share."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import templates
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"Text": "t"}, "subject"),
        ({"Subject": "s"}, "text part or the HTML part"),
        ({"Subject": "s", "Text": "{{#if a}}"}, "invalid Text part"),
    ],
)
def test_a_template_must_be_whole(state: PlaceState, content: dict[str, str], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        templates.create(state, "hi", content)


def test_an_update_removes_the_parts_left_out(state: PlaceState) -> None:
    templates.create(state, "hi", {"Subject": "s", "Text": "t", "Html": "h"})
    created = templates.require(state, "hi")["Created"]
    templates.update(state, "hi", {"Subject": "s", "Text": "{{name}}"})
    found = templates.require(state, "hi")
    assert "Html" not in found
    assert found["Created"] == created
    assert templates.fill(found, {"name": "Ann"}) == {"Subject": "s", "Text": "Ann", "Html": None}


@pytest.mark.parametrize("text", ["{", "[]", "1"])
def test_data_is_a_json_object(text: str) -> None:
    with pytest.raises(RefusedError, match="JSON"):
        templates.read_data(text)


def test_no_data_is_an_empty_object() -> None:
    assert templates.read_data(None) == {}

"""How event types are spelt."""

from __future__ import annotations

import botocore.session
import pytest

from ses_constructs.facts.event_records.names import PAYLOAD_KEYS, event_named
from ses_constructs.facts.events import Event
from tests.facts.event_records.records import PAYLOADS


def test_every_type_of_the_api_is_known() -> None:
    model = botocore.session.get_session().get_service_model("sesv2")
    assert {event_named(name) for name in model.shape_for("EventType").metadata["enum"]} == set(Event)


def test_records_name_their_payload_as_the_guide_does() -> None:
    assert {event_named(kind): key for kind, (key, _) in PAYLOADS.items()} == PAYLOAD_KEYS


@pytest.mark.parametrize("text", [None, "", "Received", "Email"])
def test_anything_else_is_no_type(text: str | None) -> None:
    assert event_named(text) is None

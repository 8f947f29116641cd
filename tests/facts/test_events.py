"""Event names against the service's own model."""

from __future__ import annotations

import botocore.session

from ses_constructs.facts.events import DEFAULT_EVENTS, Event


def test_every_event_of_the_api_has_a_name_here() -> None:
    model = botocore.session.get_session().get_service_model("sesv2")
    assert {event.name for event in Event} == set(model.shape_for("EventType").metadata["enum"])


def test_nothing_that_changes_the_mail_is_published_by_default() -> None:
    assert set(Event) - set(DEFAULT_EVENTS) == {Event.OPEN, Event.CLICK, Event.SUBSCRIPTION}

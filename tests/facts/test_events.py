"""Event names against the service's own model."""

from __future__ import annotations

import botocore.session

from ses_constructs.facts.events import COSTLY_TAGS, DEFAULT_EVENTS, AutoTag, Event
from ses_constructs.local.ses.events import EventType


def test_every_event_of_the_api_has_a_name_here() -> None:
    model = botocore.session.get_session().get_service_model("sesv2")
    assert {event.name for event in Event} == set(model.shape_for("EventType").metadata["enum"])


def test_nothing_that_changes_the_mail_is_published_by_default() -> None:
    assert set(Event) - set(DEFAULT_EVENTS) == {Event.OPEN, Event.CLICK, Event.SUBSCRIPTION}


def test_every_event_has_a_name_of_its_own_on_the_bus() -> None:
    assert len({event.detail_type for event in Event}) == len(Event)
    assert all(event.detail_type.startswith("Email ") for event in Event)


def test_the_emulator_spells_events_the_same_way() -> None:
    spelt = {kind.name: (kind.detail_type, kind.metric_name) for kind in EventType}
    assert {event.name: (event.detail_type, event.metric_name) for event in Event if event.name in spelt} == spelt


def test_metrics_are_spelt_in_one_word() -> None:
    assert Event.RENDERING_FAILURE.metric_name == "RenderingFailure"
    assert all(event.metric_name.isalpha() and event.metric_name[0].isupper() for event in Event)


def test_costly_tags_are_tags_of_ses() -> None:
    assert set(AutoTag) > COSTLY_TAGS
    assert all(tag.startswith("ses:") for tag in AutoTag)

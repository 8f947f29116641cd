"""How the ten event types are spelt: in records, in APIs, in templates, on the event bus."""

from __future__ import annotations

from ses_constructs.facts.events import Event

from .fields import plain

PAYLOAD_KEYS: dict[Event, str] = {event: str(event) for event in Event} | {Event.RENDERING_FAILURE: "failure"}
"""The member of a record that has what is special to its event.

Guide: Contents of event data that Amazon SES publishes.
"""
_SPELLINGS: dict[str, Event] = {
    **{plain(event): event for event in Event},
    **{plain(key): event for event, key in PAYLOAD_KEYS.items()},
    **{plain(event.detail_type): event for event in Event},
}


def event_named(text: str | None) -> Event | None:
    """The event type in any spelling: ``Rendering Failure``, ``RENDERING_FAILURE``, ``Email Rendering Failed``."""
    return _SPELLINGS.get(plain(text)) if text is not None else None

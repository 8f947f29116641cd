"""One event of one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from ses_constructs.facts.events import Event

from .fields import Fields, bare_address, canonical
from .mail import Mail
from .names import PAYLOAD_KEYS, event_named
from .payloads import Click, Open, Payload
from .reading import read_payload

_ID_LENGTH = 32
_GRAVEST_FIRST = (Event.BOUNCE, Event.COMPLAINT, *(e for e in Event if e not in (Event.BOUNCE, Event.COMPLAINT)))
"""Where a record has lost its type, the payload says it; a bounce is never taken for something else."""


class RecordFamily(StrEnum):
    """Who published a record. Both tell of the same bounce when both are set up."""

    EVENT = "eventType"
    """Event publishing of a configuration set."""
    NOTIFICATION = "notificationType"
    """Feedback notifications of an identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEvent:
    """What SES says happened to a message.

    Args:
        type: ``None`` for a type that this version does not know.
        type_name: The type as it was spelt.
        family: Who published it; ``None`` where the record does not say.
        mail: The message.
        payload: What is special to the type: a ``Bounce``, a ``Delivery``, ...
        record: The record as it came.

    Guide: Contents of event data that Amazon SES publishes; Contents of notifications.
    """

    type: Event | None
    type_name: str
    family: RecordFamily | None
    mail: Mail
    payload: Payload
    record: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses it is about: those the payload names, else all of the message, as SES wrote them."""
        return self.payload.addresses or self.mail.destination

    @property
    def timestamp(self) -> datetime | None:
        """When it happened; where SES says nothing of that, when the message was sent."""
        return self.payload.timestamp if self.payload.timestamp is not None else self.mail.timestamp

    @property
    def configuration_set(self) -> str | None:
        """The configuration set of the message, where the record says so; notifications never do."""
        return self.mail.configuration_set

    @property
    def id(self) -> str:
        """The same for every copy of an event, however it came and whoever published it; 32 hexadecimal digits.

        SNS delivers a message more than once at times, and a bounce is published by its configuration set and by
        its identity if both are told to. SES gives events no id, so this one is made of what tells them apart.
        """
        told = [
            self.type or self.type_name,
            self.mail.message_id,
            self.timestamp.isoformat() if self.timestamp is not None else None,
            sorted({bare_address(address) for address in self.recipients}),
            self._engagement(),
        ]
        if self.mail.message_id is None or self.timestamp is None:
            told.append(canonical(self.record))
        return sha256(canonical(told).encode()).hexdigest()[:_ID_LENGTH]

    @classmethod
    def of_record(cls, record: Mapping[str, object], *, on_bus_as: str | None = None) -> MailEvent:
        """Reads one record, whatever is missing in it.

        Args:
            on_bus_as: ``detail-type`` on the event bus. Left out: it did not come from there.
        """
        fields = Fields(record)
        family = next((family for family in RecordFamily if family in fields), None)
        spelt = (fields.text(family) if family is not None else None) or on_bus_as or ""
        event = _type_of(fields, event_named(spelt) or event_named(on_bus_as))
        return cls(
            type=event,
            type_name=spelt,
            family=family,
            mail=Mail.read(fields.fields("mail")),
            payload=read_payload(event, fields.fields(PAYLOAD_KEYS[event]) if event is not None else Fields(None)),
            record=record,
        )

    def _engagement(self) -> list[str | None]:
        """One recipient may follow two links within a millisecond."""
        payload = self.payload
        link = payload.link if isinstance(payload, Click) else None
        return [payload.ip_address, payload.user_agent, link] if isinstance(payload, Open) else []


def is_record(value: Mapping[str, object]) -> bool:
    """Whether an object is a record about a message, its type lost or not."""
    fields = Fields(value)
    named = next((fields.text(family) for family in RecordFamily if family in fields), None)
    if event_named(named) is not None:
        return True
    if not isinstance(fields.value("mail"), Mapping):
        return False
    # A notification with a receipt is about mail that came in.
    return _has_payload(fields) or (named is not None and "receipt" not in fields)


def _has_payload(fields: Fields) -> bool:
    return any(isinstance(fields.value(key), Mapping) for key in PAYLOAD_KEYS.values())


def _type_of(fields: Fields, named: Event | None) -> Event | None:
    """The type that was named, unless the payload is another one's."""
    held = [event for event in _GRAVEST_FIRST if isinstance(fields.value(PAYLOAD_KEYS[event]), Mapping)]
    if named is not None and (named in held or not held):
        return named
    return held[0] if held else None

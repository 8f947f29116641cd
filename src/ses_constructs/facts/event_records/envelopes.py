"""Takes event records out of whatever they came in.

SNS, SQS, SNS in SQS, raw delivery, Firehose (a record or a file of them), Kinesis, the event bus, the ``Records``
of a Lambda function, or a record alone: as text, bytes or objects, inside each other in any order.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .mail_event import MailEvent, is_record

_DEEPEST = 10
_DECODER = json.JSONDecoder()
_NO_EVENTS = ("Successfully validated SNS topic for Amazon SES event publishing",)
"""What SES writes to a topic that becomes an event destination."""
_CONTROL = ("SubscriptionConfirmation", "UnsubscribeConfirmation")
"""Messages of SNS about itself. SNS guide: Parsing message formats."""
_LISTS = ("Records", "records", "Messages")
"""Of a Lambda event, of a Firehose transformation, of ``ReceiveMessage``."""
_IDS = ("messageId", "recordId", "MessageId", "eventID")
"""Of a message in each of the lists."""
_INSIDE = ("Sns", "kinesis", "Message", "body", "Body", "data", "Data")
"""Where an envelope holds what it carries, in the order they are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message as it was delivered, and the events in it: mostly one.

    Args:
        id: The id by which a function says that it could not handle this message: ``messageId`` of SQS,
            ``recordId`` of Firehose. ``None`` where there is none.
        events: In the order they came.
        skipped: Why other contents are no events of a message: a confirmation of SNS, advice of SES, inbound mail.
        unreadable: Why other contents could not be read. None of their text is in it.
    """

    id: str | None
    events: tuple[MailEvent, ...] = ()
    skipped: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @classmethod
    def all_in(cls, given: object) -> tuple[Parcel, ...]:
        """Opens everything that was given: nothing raises, nothing is passed over without a word.

        Args:
            given: What a function was invoked with, the body of a request, the content of a file, ...
        """
        return tuple(cls._opened(id, content) for id, content in _messages(given))

    @classmethod
    def _opened(cls, id: str | None, content: object) -> Parcel:
        found = list(_open(content, None, 0))
        return cls(
            id=id,
            events=tuple(one for one in found if isinstance(one, MailEvent)),
            skipped=tuple(one.why for one in found if isinstance(one, _Skipped)),
            unreadable=tuple(one.why for one in found if isinstance(one, _Unreadable)),
        )


@dataclass(frozen=True, slots=True)
class _Skipped:
    why: str


@dataclass(frozen=True, slots=True)
class _Unreadable:
    why: str


_Found = MailEvent | _Skipped | _Unreadable


def _messages(given: object) -> Iterator[tuple[str | None, object]]:
    """Each message of a batch with its id; anything else is one message without."""
    for name in _LISTS:
        listed = given.get(name) if isinstance(given, Mapping) else None
        if isinstance(listed, list | tuple):
            for one in listed:
                yield _id_of(one), one
            return
    yield None, given


def _id_of(message: object) -> str | None:
    if not isinstance(message, Mapping):
        return None
    return next((message[name] for name in _IDS if isinstance(message.get(name), str)), None)


def _open(value: object, on_bus_as: str | None, depth: int) -> Iterator[_Found]:
    if depth > _DEEPEST:
        yield _Unreadable("envelopes without end")
    elif isinstance(value, Mapping):
        yield from _open_object(value, on_bus_as, depth)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _open(entry, on_bus_as, depth + 1)
    elif isinstance(value, bytes):
        yield from _open_text(value.decode(errors="replace"), on_bus_as, depth)
    elif isinstance(value, str):
        yield from _open_text(value, on_bus_as, depth)
    else:
        yield _Unreadable(f"neither text nor an object but {type(value).__name__}")


def _open_object(value: Mapping[str, object], on_bus_as: str | None, depth: int) -> Iterator[_Found]:
    kind = value.get("Type")
    lists = [value[name] for name in _LISTS if isinstance(value.get(name), list | tuple)]
    held = [value[name] for name in _INSIDE if value.get(name) is not None]
    if is_record(value):
        yield MailEvent.of_record(value, on_bus_as=on_bus_as)
    elif isinstance(kind, str) and kind in _CONTROL:
        yield _Skipped(f"{kind} of SNS")
    elif "detail-type" in value and "detail" in value:
        yield from _open_bus_event(value, depth)
    elif lists or held:
        yield from _open((lists or held)[0], on_bus_as, depth + 1)
    elif isinstance(value.get("notificationType"), str):
        yield _Skipped(f"notification {_short(value['notificationType'])}")
    else:
        yield _Unreadable("an object that is no record and no envelope")


def _open_bus_event(value: Mapping[str, object], depth: int) -> Iterator[_Found]:
    kind, detail = value["detail-type"], value["detail"]
    name = kind if isinstance(kind, str) else None
    # Sending status and advice of SES come with the same source, and are about no message.
    if isinstance(detail, Mapping) and not is_record(detail):
        yield _Skipped(f"bus event {_short(kind)}")
    else:
        yield from _open(detail, name, depth + 1)


def _open_text(text: str, on_bus_as: str | None, depth: int) -> Iterator[_Found]:
    text = text.strip().lstrip("\ufeff")
    if text.startswith(_NO_EVENTS):
        yield _Skipped("the trial message of SES")
        return
    values, left = _values_in(text)
    if not values:
        decoded = _from_base64(text)
        if decoded is None:
            yield _Unreadable("text that is not JSON")
            return
        values, left = [decoded], ""
    for value in values:
        yield from _open(value, on_bus_as, depth + 1)
    if left:
        yield _Unreadable("JSON that ends in the middle")


def _values_in(text: str) -> tuple[list[object], str]:
    """Every JSON value of a text, one after the other as Firehose writes them, and what is left."""
    values: list[object] = []
    place = 0
    while place < len(text):
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return values, text[place:]
        values.append(value)
        while place < len(text) and text[place].isspace():
            place += 1
    return values, ""


def _from_base64(text: str) -> str | None:
    try:
        decoded = base64.b64decode(text, validate=True).decode().strip()
    except (binascii.Error, ValueError):
        return None
    return decoded if decoded.startswith(("{", "[", '"')) else None


def _short(text: object) -> str:
    return str(text)[:80]

"""A message that was sent on and came back, or was not wanted: whose it is, and what its sender hears.

RFC 3464.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ses_constructs.facts.event_records import Bounce, MailEvent, Parcel, Recipient
from ses_constructs.facts.event_records.fields import plain
from ses_constructs.facts.events import BounceType, Event

from .header_block import is_address

ORIGINAL_TO = "X-Original-To"
"""The recipient that a message came for, in the header of what is sent on."""
FORWARDER_TAG, MESSAGE_TAG, SENDER_TAG = "forwarder", "forwarded-message", "forwarded-sender"
"""Message tags: whose message it is, the id of the received one, and whether its sender may hear of a bounce."""
TELL, LEAVE = "tell", "leave"
_OURS_ALONE = (Event.COMPLAINT, Event.REJECT)
"""A reader who complains should get no more, and in a rejected message SES found a virus."""
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_UNCLEAR = {BounceType.PERMANENT: "5.0.0", BounceType.TRANSIENT: "4.0.0"}
"""RFC 3463: the class alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One copy of a message that did not reach its reader, or that the reader complained of.

    Args:
        message_id: Of the received message.
        reader: Whom it was sent to; empty where SES does not say.
        recipient: Whom it came for; ``None`` where that is lost.
        why: In the words of SES.
        status: For the sender, as RFC 3463 has it; ``None`` when they must not hear.
    """

    message_id: str
    reader: str
    recipient: str | None
    why: str
    status: str | None

    @classmethod
    def all_in(cls, given: object, *, forwarder: str) -> Iterator[Returned]:
        """Each copy that came back, in what a function was invoked with.

        Events on mail that is not of this forwarder are passed over, and automatic replies of readers, which SES
        publishes as bounces.
        """
        for parcel in Parcel.all_in(given):
            for event in parcel.events:
                if _tag(event, FORWARDER_TAG) == forwarder:
                    yield from cls._of(event)

    @classmethod
    def _of(cls, event: MailEvent) -> Iterator[Returned]:
        headers = {header.name.lower(): header.value for header in event.mail.headers}
        recipient = headers.get(ORIGINAL_TO.lower(), "")
        for reader, why, status in _failed(event):
            yield cls(
                message_id=_tag(event, MESSAGE_TAG),
                reader=reader,
                recipient=recipient if is_address(recipient) else None,
                why=why,
                status=status if _tag(event, SENDER_TAG) == TELL else None,
            )


def _tag(event: MailEvent, name: str) -> str:
    return next(iter(event.mail.tags.get(name, ())), "")


def _failed(event: MailEvent) -> Iterator[tuple[str, str, str | None]]:
    """Each reader that has no such message or wants none, with the words of SES and the status for its sender."""
    bounce = event.payload
    if event.type in _OURS_ALONE:
        yield from ((reader, event.type.value.title(), None) for reader in event.mail.destination)
    elif isinstance(bounce, Bounce):
        kind = " ".join(word for word in (bounce.bounce_type, bounce.bounce_subtype) if word)
        for one in bounce.recipients:
            if not _is_reply(bounce, one):
                yield one.address, f"{kind} {one.status or ''}".strip(), _status(bounce, one)


def _is_reply(bounce: Bounce, recipient: Recipient) -> bool:
    """Whether a reader's program answered: a Transient bounce in general, without an error of a mail server."""
    general = bounce.bounce_type is BounceType.TRANSIENT and plain(bounce.bounce_subtype or "") == "general"
    return general and _STATUS.fullmatch(recipient.status or "") is None


def _status(bounce: Bounce, recipient: Recipient) -> str | None:
    if _STATUS.fullmatch(recipient.status or "") is not None:
        return recipient.status
    return _UNCLEAR.get(bounce.bounce_type)

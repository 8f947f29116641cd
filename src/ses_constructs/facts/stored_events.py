"""How events lie in the table of an event store: its keys, its items, and how to ask for them.

Standard library only: the functions that write the table use it, and so may any function that reads it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import sha256

from ses_constructs.facts.event_records import MailEvent, Open, Payload, Recipient
from ses_constructs.facts.event_records.fields import bare_address

# No attribute has a name that DynamoDB reserves, so that expressions need no placeholders.
PARTITION_KEY, SORT_KEY, EXPIRES_AT = "pk", "sk", "expires_at"
BY_MESSAGE, BY_DAY = "by_message", "by_day"
MESSAGE_KEY, DAY_KEY = "message_id", "on_day"
COUNT_SHARDS = 8
"""Items that one count is spread over, so that functions that count at the same time seldom meet."""
UNKNOWN, NO_SET = "(unknown)", "(none)"
_LONGEST_KEY = 1024
"""Bytes. A partition key may have 2048, a sort key 1024. DynamoDB guide: Quotas."""
_LONGEST_TEXT = 2048
_PERSONAL = ("ip_address", "user_agent")
_OF_THE_ITEM = ("timestamp", "extra", "recipients")


class StoredEvents:
    """Keys of the table of an event store.

    ===================================  ===========================================================
    what of                              query
    ===================================  ===========================================================
    one recipient, oldest first          ``pk = recipient(address)``
    one recipient, since a time          the same, ``sk >= "2026-11-21T10:00"``
    one message                          index ``by_message``: ``message_id = the id``
    all bounces of a day                 index ``by_day``: ``on_day = of_day(date, "bounce")``
    counts of a day                      ``pk = counts(date)``; sum up ``events`` and ``recipients``
    counts of a day and set              the same, ``begins_with(sk, "newsletter#")``
    ===================================  ===========================================================
    """

    @staticmethod
    def recipient(address: str) -> str:
        """Partition key of all events of a recipient; upper and lower case, and display names, do not matter."""
        return f"recipient#{_short_key(bare_address(address))}"

    @staticmethod
    def of_day(day: date, event: str) -> str:
        """Key in the index ``by_day``: all events of a type on a day in UTC."""
        return f"{day:%Y-%m-%d}#{event}"

    @staticmethod
    def counts(day: date) -> str:
        """Partition key of the counts of a day in UTC, by configuration set and event type."""
        return f"counts#{day:%Y-%m-%d}"

    @staticmethod
    def seen(event_id: str) -> str:
        """Partition key of the mark that an event was stored, which names nobody."""
        return f"seen#{event_id}"

    @staticmethod
    def moment(event: MailEvent, now: datetime) -> datetime:
        """When the event happened; where it does not say, now."""
        return (event.timestamp or now).astimezone(UTC)

    @staticmethod
    def sort_key(event: MailEvent, now: datetime) -> str:
        """Time, type and id."""
        at = StoredEvents.moment(event, now).isoformat(timespec="milliseconds")
        return f"{at}#{_kind(event)}#{event.id}"

    @staticmethod
    def count_key(event: MailEvent, shard: int) -> str:
        """Sort key of a count: configuration set, type and shard."""
        return f"{(event.configuration_set or NO_SET)[:64]}#{_kind(event)}#{shard}"


def items_of(
    event: MailEvent, *, now: datetime, expires_at: int | None, keep_engagement: bool
) -> list[dict[str, object]]:
    """One item for each recipient, each with what concerns this recipient and nobody else.

    Args:
        event: To be stored.
        now: For events that do not say when.
        expires_at: Seconds since 1970. Left out: never.
        keep_engagement: Keeps IP address and user agent of opens and clicks.
    """
    at = StoredEvents.moment(event, now)
    about: dict[str, object] = {
        SORT_KEY: StoredEvents.sort_key(event, now),
        DAY_KEY: StoredEvents.of_day(at.date(), _kind(event)),
        "event_id": event.id,
        "event_type": _kind(event),
        "happened_at": at.isoformat(timespec="milliseconds"),
        "sender": event.mail.source,
        "configuration_set": event.configuration_set,
        "tags": {name: list(values) for name, values in event.mail.own_tags.items()},
        EXPIRES_AT: expires_at,
    }
    if event.mail.message_id:
        about[MESSAGE_KEY] = _short_key(event.mail.message_id)
    return [
        _without_none(
            about
            | {PARTITION_KEY: StoredEvents.recipient(address), "address": address}
            | {"details": _details(event.payload, address, keep_engagement)}
        )
        for address in distinct_recipients(event)
    ]


def distinct_recipients(event: MailEvent) -> list[str]:
    """Each recipient once; an event without any has one that is unknown."""
    found: dict[str, str] = {}
    for address in event.recipients:
        if address.strip():
            found.setdefault(bare_address(address), address)
    return list(found.values()) or [UNKNOWN]


def _kind(event: MailEvent) -> str:
    return str(event.type) if event.type is not None else (event.type_name[:64] or UNKNOWN)


def _details(payload: Payload, address: str, keep_engagement: bool) -> dict[str, object]:
    """What the payload says, without the other recipients."""
    found = {name: value for name, value in asdict(payload).items() if name not in _OF_THE_ITEM}
    for recipient in getattr(payload, "recipients", ()):
        if isinstance(recipient, Recipient) and bare_address(recipient.address) == bare_address(address):
            said = asdict(recipient)
            found |= {name: said[name] for name in ("action", "status", "diagnostic_code")}
    if isinstance(payload, Open) and not keep_engagement:
        found = {name: value for name, value in found.items() if name not in _PERSONAL}
    stored = _stored(found)
    assert isinstance(stored, dict)
    return stored


def _stored(value: object) -> object:
    """Texts cut, times as texts, tuples as lists, and nothing that is absent."""
    if isinstance(value, dict):
        return _without_none({str(name): _stored(inner) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return [_stored(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, str):
        return str(value)[:_LONGEST_TEXT]
    return value


def _without_none(found: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in found.items() if value is not None}


def _short_key(text: str) -> str:
    """The text, or a digest of one that is too long for a key."""
    return text if len(text.encode()) <= _LONGEST_KEY else f"sha256:{sha256(text.encode()).hexdigest()}"

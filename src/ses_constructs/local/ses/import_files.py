"""The files that imports read. Guide: Adding email addresses in bulk; Importing contacts in bulk."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from ses_constructs.local.ses.documents import Document

_TOPIC = "topicPreferences."


class UnreadableRecordError(ValueError):
    """A record is none; the text says why."""


Record = tuple[str, Document | UnreadableRecordError]
"""The text of a record, and what it says."""


def records(body: bytes, data_format: str, *, contacts: bool) -> Iterator[Record]:
    """The records of a file: of contacts by the API's member names, else with ``EmailAddress`` and ``Reason``."""
    text = body.decode("utf-8-sig", errors="replace")
    if data_format == "JSON":
        for line in filter(str.strip, text.splitlines()):
            yield line, _read_json(line, contacts=contacts)
    elif contacts:
        yield from _contact_rows(text)
    else:
        yield from ((",".join(row), _suppressed(row)) for row in csv.reader(StringIO(text)) if any(row))


def _contact_rows(text: str) -> Iterator[Record]:
    """A header names the columns; each topic has one of its own."""
    for row in csv.DictReader(StringIO(text)):
        shown = ",".join(value for value in row.values() if isinstance(value, str))
        yield shown, _contact(row)


def _contact(row: dict[str, Any]) -> Document | UnreadableRecordError:
    preferences = [
        {"topicName": name.removeprefix(_TOPIC), "subscriptionStatus": value}
        for name, value in row.items()
        if name is not None and name.startswith(_TOPIC) and value
    ]
    return _checked(
        {
            "emailAddress": row.get("emailAddress"),
            "unsubscribeAll": str(row.get("unsubscribeAll") or "").lower() == "true",
            "topicPreferences": preferences,
            "attributesData": row.get("attributesData") or None,
        }
    )


def _suppressed(row: list[str]) -> Document | UnreadableRecordError:
    address, reason = row[0].strip(), row[1].strip() if len(row) > 1 else None
    return _address_only(address, reason)


def _read_json(line: str, *, contacts: bool) -> Document | UnreadableRecordError:
    try:
        found = json.loads(line)
    except ValueError:
        return UnreadableRecordError("no JSON")
    if not isinstance(found, dict):
        return UnreadableRecordError("no JSON object")
    if contacts:
        return _checked(found)
    return _address_only(found.get("emailAddress"), found.get("reason"))


def _address_only(address: object, reason: object) -> Document | UnreadableRecordError:
    if not _is_address(address):
        return UnreadableRecordError("no email address")
    return {"EmailAddress": address, "Reason": reason}


def _checked(found: Document) -> Document | UnreadableRecordError:
    if not _is_address(found.get("emailAddress")):
        return UnreadableRecordError("no email address")
    preferences = [
        {"TopicName": each.get("topicName"), "SubscriptionStatus": each.get("subscriptionStatus")}
        for each in found.get("topicPreferences") or []
    ]
    if any(each["SubscriptionStatus"] not in ("OPT_IN", "OPT_OUT") for each in preferences):
        return UnreadableRecordError("no subscription status")
    return {
        "EmailAddress": found["emailAddress"],
        "UnsubscribeAll": bool(found.get("unsubscribeAll")),
        "TopicPreferences": preferences,
        "AttributesData": found.get("attributesData"),
    }


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    local, at, domain = value.strip().partition("@")
    return bool(local and at and domain) and "@" not in domain

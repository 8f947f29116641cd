"""Acts on hard bounces and complaints: no more mail to these recipients. Everything else is left alone.

For each recipient the table says what was done when and why. A claim in it, made before anything is done, keeps a
copy of the event from doing it again, even after somebody has undone it by hand.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.event_records import Bounce, Complaint, MailEvent, Parcel
from ses_constructs.facts.event_records.fields import address_in, plain
from ses_constructs.facts.stored_events import (
    EXPIRES_AT,
    PARTITION_KEY,
    SORT_KEY,
    StoredEvents,
    distinct_recipients,
)

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_sesv2 import SESV2Client

_CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 6})
_HELD_BACK = "onaccountsuppressionlist"
"""The message was never sent: the address is on the list already."""
_NO_COMPLAINT = "notspam"
"""The recipient says that it is no spam. Guide: Contents of event data (complaint feedback types)."""
_CLAIM_SECONDS = 120
"""Twice as long as this function runs: a claim that is older was left by one that died."""


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


@cache
def ses() -> SESV2Client:
    return boto3.client("sesv2", config=_CONFIG)


class UnclearError(Exception):
    """An event that calls for an act, and does not say on whom; or one that another function is working on."""


def handler(event: object, _context: object) -> dict[str, list[dict[str, str]]]:
    """Acts on each message, and names those that failed; the others will not come again."""
    failed: list[Parcel] = []
    for parcel in Parcel.all_in(event):
        try:
            for one in parcel.events:
                process(one)
            if parcel.unreadable:
                raise UnclearError("; ".join(parcel.unreadable))
        except (ClientError, BotoCoreError, UnclearError) as error:
            print(json.dumps({"did": "failed", "message": parcel.id, "why": _reason(error)}))
            failed.append(parcel)
    if any(parcel.id is None for parcel in failed):
        raise UnclearError("not processed: see the log of this function")
    return {"batchItemFailures": [{"itemIdentifier": parcel.id} for parcel in failed if parcel.id]}


def reason_for(event: MailEvent) -> str | None:
    """``BOUNCE`` or ``COMPLAINT`` as the suppression list spells it; ``None`` for what calls for nothing.

    Transient bounces call for nothing, and so do out-of-office replies, which are among them, and bounces of which
    SES cannot tell whether they are for good.
    """
    payload = event.payload
    if isinstance(payload, Bounce):
        return "BOUNCE" if payload.is_hard and plain(payload.bounce_subtype or "") != _HELD_BACK else None
    if isinstance(payload, Complaint):
        is_none = plain(payload.complaint_feedback_type or "") == _NO_COMPLAINT
        return None if is_none or plain(payload.complaint_subtype or "") == _HELD_BACK else "COMPLAINT"
    return None


def process(event: MailEvent) -> None:
    """Acts on every recipient that the event names."""
    reason = reason_for(event)
    if reason is None:
        return
    if not event.payload.addresses and len(event.mail.destination) != 1:
        raise UnclearError(f"{reason} of nobody in particular")
    for address in distinct_recipients(event):
        key = _key(event, address)
        if not _claim(key, event, address, reason):
            continue
        try:
            did = _act(address_in(address), reason)
            _note(key, did)
        except (ClientError, BotoCoreError):
            _release(key)
            raise
        print(json.dumps({"did": did, "reason": reason, "event": event.id}))


def _act(address: str, reason: str) -> list[str]:
    did = []
    if os.environ["SUPPRESS"] == "yes":
        # SES answers the same whether the address was on the list or not.
        ses().put_suppressed_destination(EmailAddress=address, Reason=reason)  # type: ignore[arg-type]
        did.append("suppressed")
    if os.environ["CONTACT_LIST"]:
        did.append(_opt_out(os.environ["CONTACT_LIST"], address))
    return did


def _opt_out(contact_list: str, address: str) -> str:
    """Keeps what else the list knows of the contact: an update replaces all of it."""
    client = ses()
    try:
        contact: Mapping[str, Any] = client.get_contact(ContactListName=contact_list, EmailAddress=address)
    except client.exceptions.NotFoundException:
        return "is not in the contact list"
    kept = {name: contact[name] for name in ("TopicPreferences", "AttributesData") if contact.get(name)}
    client.update_contact(ContactListName=contact_list, EmailAddress=address, UnsubscribeAll=True, **kept)
    return "opted out"


def _key(event: MailEvent, address: str) -> dict[str, Any]:
    """Without a time of our own: a copy that comes later has the same key."""
    at = StoredEvents.sort_key(event, datetime.fromtimestamp(0, UTC))
    return {PARTITION_KEY: {"S": StoredEvents.recipient(address)}, SORT_KEY: {"S": at}}


def _claim(key: Mapping[str, Any], event: MailEvent, address: str, reason: str) -> bool:
    """Whether this function may act: nobody has done so, and nobody is at it."""
    now = datetime.now(UTC)
    keep = timedelta(days=int(os.environ["KEEP_DAYS"]))
    about = {
        "address": address,
        "reason": reason,
        "event_id": event.id,
        "message_id": event.mail.message_id,
        "configuration_set": event.configuration_set,
        "claimed_at": now.isoformat(timespec="milliseconds"),
        "claimed_until": int(time.time()) + _CLAIM_SECONDS,
        EXPIRES_AT: int((now + keep).timestamp()),
    }
    serialize = TypeSerializer().serialize
    try:
        dynamodb().put_item(
            TableName=os.environ["TABLE"],
            Item={**key, **{name: serialize(value) for name, value in about.items() if value is not None}},
            ConditionExpression=f"attribute_not_exists({PARTITION_KEY})"
            " OR (attribute_not_exists(done_at) AND claimed_until < :now)",
            ExpressionAttributeValues={":now": serialize(int(time.time()))},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except dynamodb().exceptions.ConditionalCheckFailedException as error:
        held: Mapping[str, Any] = error.response
        if "done_at" in held.get("Item", {}):
            return False
        raise UnclearError("another copy of the event is being processed") from error
    return True


def _note(key: Mapping[str, Any], did: list[str]) -> None:
    serialize = TypeSerializer().serialize
    dynamodb().update_item(
        TableName=os.environ["TABLE"],
        Key=key,
        UpdateExpression="SET done_at = :at, did = :did",
        ExpressionAttributeValues={
            ":at": serialize(datetime.now(UTC).isoformat(timespec="milliseconds")),
            ":did": serialize(did),
        },
    )


def _release(key: Mapping[str, Any]) -> None:
    """Lets the next try begin at once; if this fails too, it waits until the claim is too old."""
    with suppress(ClientError, BotoCoreError):
        dynamodb().update_item(
            TableName=os.environ["TABLE"],
            Key=key,
            UpdateExpression="SET claimed_until = :zero",
            ConditionExpression="attribute_not_exists(done_at)",
            ExpressionAttributeValues={":zero": {"N": "0"}},
        )


def _reason(error: Exception) -> str:
    """The code of AWS, or what we said ourselves: messages of AWS may hold addresses."""
    if isinstance(error, ClientError):
        return f"{error.operation_name}: {error.response['Error']['Code']}"
    return str(error) if isinstance(error, UnclearError) else type(error).__name__

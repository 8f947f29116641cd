"""Sends received mail on to other addresses, once each. The message stays in the bucket, whatever happens here."""

from __future__ import annotations

import json
import os
import time
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail, Verdict
from ses_constructs.facts.received_mail.automatic import loop
from ses_constructs.facts.received_mail.forwarding import Letter

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sesv2 import SESV2Client

_CONFIG = Config(connect_timeout=3, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4})
_CLAIM_SECONDS = 130
"""Longer than this function may run: an older claim was left by one that died. Lambda's third try comes later."""
_REMEMBERED_SECONDS = 14 * 24 * 3600
_FOR_GOOD = ("MessageRejected", "BadRequestException", "InvalidParameterValue", "ValidationException")
"""SES does not take this message, however often it is asked."""


@cache
def s3() -> S3Client:
    return boto3.client("s3", config=_CONFIG)


@cache
def ses() -> SESV2Client:
    return boto3.client("sesv2", config=_CONFIG)


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=_CONFIG)


class NotForwardedError(Exception):
    """Somebody has not got the message yet."""


def handler(event: object, _context: object) -> None:
    """Forwards each message. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        forward(received)


def forward(received: ReceivedMail) -> None:
    """Sends a message to everybody whom its recipients stand for, or says why not."""
    sender, key = os.environ["SENDER"], f"{os.environ['PREFIX']}{received.message_id}"
    raw = s3().get_object(Bucket=os.environ["BUCKET"], Key=key)["Body"].read()
    header = HeaderBlock.of(raw)
    reason = _why_not(received, header, raw, sender)
    if reason is not None:
        _say("left alone", received, why=reason)
        return
    failed = []
    for target, recipient in _targets(received).items():
        letter = Letter(sender=sender, received_for=recipient, envelope_sender=received.envelope_sender)
        try:
            _forward_once(received, letter, header, raw, target)
        except (ClientError, BotoCoreError, NotForwardedError) as error:
            failed.append(_reason(error))
    if failed:
        raise NotForwardedError(f"{received.message_id}: {'; '.join(failed)}")


def _why_not(received: ReceivedMail, header: HeaderBlock, raw: bytes, sender: str) -> str | None:
    if received.receipt.virus is Verdict.FAIL:
        return "it has a virus"
    if received.receipt.spam is Verdict.FAIL and os.environ["FORWARD_SPAM"] != "yes":
        return "it is spam"
    if not _targets(received):
        return "nobody is to get it"
    body = memoryview(raw)[header.body_at :]
    return loop(header, body, envelope_sender=received.envelope_sender, own=sender)


def _targets(received: ReceivedMail) -> dict[str, str]:
    """Who gets the message, each once, with the recipient it came for."""
    told = {name.lower(): addresses for name, addresses in json.loads(os.environ["FORWARD_TO"]).items()}
    found: dict[str, str] = {}
    for recipient in received.receipt.recipients:
        local, _, domain = recipient.lower().rpartition("@")
        own = f"{local.partition('+')[0]}@{domain}"
        for name in (recipient.lower(), own, domain):
            if name in told:
                for target in told[name]:
                    found.setdefault(target, recipient)
                break
    sender = os.environ["SENDER"].lower()
    return {target: recipient for target, recipient in found.items() if recipient.lower() != sender}


def _forward_once(received: ReceivedMail, letter: Letter, header: HeaderBlock, raw: bytes, target: str) -> None:
    # The address is not written down: a table of ids is nobody's personal data.
    id = f"{received.message_id}#{sha256(target.encode()).hexdigest()[:16]}"
    if not _claim(id):
        _say("has been forwarded before", received)
        return
    try:
        _send(received, letter, header, raw, target)
    except (ClientError, BotoCoreError):
        dynamodb().delete_item(TableName=os.environ["TABLE"], Key={"id": {"S": id}})
        raise
    _remember(id)


def _send(received: ReceivedMail, letter: Letter, header: HeaderBlock, raw: bytes, target: str) -> None:
    message = letter.forwarded(raw, header)
    largest = int(os.environ["LARGEST_BYTES"])
    if len(message) > largest:
        _notify(received, letter, header, raw, target, f"it is larger than {largest} bytes")
        return
    try:
        _mail(letter.sender, target, message)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _FOR_GOOD:
            raise
        _notify(received, letter, header, raw, target, f"Amazon SES did not take it ({_reason(error)})")
        return
    _say("forwarded", received, size=len(message))


def _notify(
    received: ReceivedMail, letter: Letter, header: HeaderBlock, raw: bytes, target: str, why: str
) -> None:
    saved_as = f"s3://{os.environ['BUCKET']}/{os.environ['PREFIX']}{received.message_id}"
    _mail(letter.sender, target, letter.notice(header, to=target, why=why, size=len(raw), saved_as=saved_as))
    _say("sent a notice instead", received, why=why)


def _mail(sender: str, target: str, message: bytes) -> None:
    ses().send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [target]},
        Content={"Raw": {"Data": message}},
    )


def _claim(id: str) -> bool:
    """Whether this copy of the invocation is the one that sends: SES and Lambda may hand over a message twice."""
    now = int(time.time())
    client = dynamodb()
    try:
        client.put_item(
            TableName=os.environ["TABLE"],
            Item={
                "id": {"S": id},
                "claimed_until": {"N": str(now + _CLAIM_SECONDS)},
                "expires_at": {"N": str(now + _REMEMBERED_SECONDS)},
            },
            ConditionExpression="attribute_not_exists(id)"
            " OR (attribute_not_exists(done_at) AND claimed_until < :now)",
            ExpressionAttributeValues={":now": {"N": str(now)}},
        )
    except client.exceptions.ConditionalCheckFailedException as error:
        found = client.get_item(TableName=os.environ["TABLE"], Key={"id": {"S": id}}, ConsistentRead=True)
        if "done_at" in found.get("Item", {}):
            return False
        raise NotForwardedError("another copy of the invocation is at it") from error
    return True


def _remember(id: str) -> None:
    dynamodb().update_item(
        TableName=os.environ["TABLE"],
        Key={"id": {"S": id}},
        UpdateExpression="SET done_at = :now",
        ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
    )


def _reason(error: Exception) -> str:
    """Without the message of SES, which names addresses."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__


def _say(did: str, received: ReceivedMail, **more: object) -> None:
    print(json.dumps({"did": did, "message": received.message_id, **more}))

"""Sends received mail on to other addresses, once each. The message stays in the bucket, whatever happens here.

What a reader's mail server does not take comes back as an event of SES: operators hear of it by the queue, and the
sender of the message by a bounce, if they are who they say.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail, Verdict
from ses_constructs.facts.received_mail.automatic import loop, unanswerable
from ses_constructs.facts.received_mail.forwarding import Letter
from ses_constructs.facts.received_mail.returning import (
    FORWARDER_TAG,
    LEAVE,
    MESSAGE_TAG,
    SENDER_TAG,
    TELL,
    Returned,
)
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.handle_mail.saved_mail import place_of, whole
from ses_constructs.lambdas.handle_mail.telling import is_for_good, reason, say

_CLAIM_SECONDS = 130
"""Longer than this function may run: an older claim was left by one that died. Lambda's third try comes later."""
_REMEMBERED_SECONDS = 14 * 24 * 3600
_EXPLANATION = "A mailbox that mail for this address is forwarded to did not take the message."


class NotForwardedError(Exception):
    """Somebody has not got the message yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What one reader is to get."""

    received: ReceivedMail
    header: HeaderBlock
    raw: bytes
    letter: Letter
    reader: str


def handler(event: object, _context: object) -> None:
    """Handles mail and what came back. What fails is tried again by Lambda, and then lies in the queue."""
    for received in ReceivedMail.all_in(event):
        forward(received)
    for returned in Returned.all_in(event, forwarder=os.environ["FORWARDER"]):
        take_back(returned)


def forward(received: ReceivedMail) -> None:
    """Sends a message to everybody whom its recipients stand for, or says why not."""
    sender, raw = os.environ["SENDER"], whole(received)
    header = HeaderBlock.of(raw)
    why = _why_not(received, header, raw, sender)
    if why is not None:
        say("left alone", received.message_id, why=why)
        return
    failed = []
    for reader, recipient in _readers(received).items():
        letter = Letter(sender=sender, received_for=recipient, envelope_sender=received.envelope_sender)
        copy = Copy(received=received, header=header, raw=raw, letter=letter, reader=reader)
        try:
            if not _once(_id(received.message_id, reader), partial(_send, copy)):
                say("has been forwarded before", received.message_id)
        except (ClientError, BotoCoreError, NotForwardedError) as error:
            failed.append(reason(error))
    if failed:
        raise NotForwardedError(f"{received.message_id}: {'; '.join(failed)}")


def take_back(returned: Returned) -> None:
    """Tells the sender of a message that came back, where that is safe, and the operators always."""
    heard = _tell_sender(returned)
    told = {
        "did": "came back",
        "message": returned.message_id,
        "why": returned.why,
        "sender": heard,
        "reader": returned.reader,
        "kept": place_of(returned.message_id),
    }
    clients.sqs().send_message(QueueUrl=os.environ["CAME_BACK"], MessageBody=json.dumps(told))
    say("came back", returned.message_id, why=returned.why, sender=heard)


def _why_not(received: ReceivedMail, header: HeaderBlock, raw: bytes, sender: str) -> str | None:
    if received.receipt.virus is Verdict.FAIL:
        return "it has a virus"
    if received.receipt.spam is Verdict.FAIL and os.environ["FORWARD_SPAM"] != "yes":
        return "it is spam"
    if not _readers(received):
        return "nobody is to get it"
    body = memoryview(raw)[header.body_at :]
    return loop(header, body, envelope_sender=received.envelope_sender, own=sender)


def _readers(received: ReceivedMail) -> dict[str, str]:
    """Who gets the message, each once, with the recipient it came for."""
    told = {name.lower(): addresses for name, addresses in json.loads(os.environ["FORWARD_TO"]).items()}
    found: dict[str, str] = {}
    for recipient in received.receipt.recipients:
        local, _, domain = recipient.lower().rpartition("@")
        own = f"{local.partition('+')[0]}@{domain}"
        for name in (recipient.lower(), own, domain):
            if name in told:
                for reader in told[name]:
                    found.setdefault(reader, recipient)
                break
    sender = os.environ["SENDER"].lower()
    return {reader: recipient for reader, recipient in found.items() if recipient.lower() != sender}


def _send(copy: Copy) -> None:
    message = copy.letter.forwarded(copy.raw, copy.header)
    largest = int(os.environ["LARGEST_BYTES"])
    if len(message) > largest:
        _notify(copy, f"it is larger than {largest} bytes")
        return
    try:
        _mail(copy, message)
    except ClientError as error:
        if not is_for_good(error):
            raise
        _notify(copy, f"Amazon SES did not take it ({reason(error)})")
        return
    say("forwarded", copy.received.message_id, size=len(message))


def _notify(copy: Copy, why: str) -> None:
    saved_as = place_of(copy.received.message_id)
    _mail(copy, copy.letter.notice(copy.header, to=copy.reader, why=why, size=len(copy.raw), saved_as=saved_as))
    say("sent a notice instead", copy.received.message_id, why=why)


def _mail(copy: Copy, message: bytes) -> None:
    unanswered = unanswerable(copy.received, copy.header, own=copy.letter.sender)
    tags = {
        FORWARDER_TAG: os.environ["FORWARDER"],
        MESSAGE_TAG: copy.received.message_id,
        SENDER_TAG: TELL if unanswered is None else LEAVE,
    }
    clients.sesv2().send_email(
        FromEmailAddress=copy.letter.sender,
        Destination={"ToAddresses": [copy.reader]},
        Content={"Raw": {"Data": message}},
        ConfigurationSetName=os.environ["CONFIGURATION_SET"],
        EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
    )


def _tell_sender(returned: Returned) -> str:
    """What the sender of a message that came back hears of it: once for each recipient."""
    recipient, status = returned.recipient, returned.status
    if recipient is None or status is None:
        return "was not told, since they may be made up or a program"
    try:
        # Several readers of one recipient are no business of the sender.
        is_new = _once(
            _id(returned.message_id, f"bounced|{recipient.lower()}"),
            lambda: _bounce(returned.message_id, recipient, status),
        )
    except ClientError as error:
        if not is_for_good(error):
            raise
        return f"was not told, since Amazon SES does not bounce it ({reason(error)})"
    return "was told" if is_new else "was told before"


def _bounce(message_id: str, recipient: str, status: str) -> None:
    # Without what the reader's mail server said, which names the reader.
    clients.ses().send_bounce(
        OriginalMessageId=message_id,
        BounceSender=os.environ["SENDER"],
        Explanation=_EXPLANATION,
        BouncedRecipientInfoList=[
            {"Recipient": recipient, "RecipientDsnFields": {"Action": "failed", "Status": status}}
        ],
    )


def _id(message_id: str, who: str) -> str:
    # The address is not written down: a table of ids is nobody's personal data.
    return f"{message_id}#{sha256(who.encode()).hexdigest()[:16]}"


def _once(id: str, act: Callable[[], None]) -> bool:
    """Acts, unless that has been done before; what fails may be tried again."""
    if not _claim(id):
        return False
    try:
        act()
    except (ClientError, BotoCoreError):
        clients.dynamodb().delete_item(TableName=os.environ["TABLE"], Key={"id": {"S": id}})
        raise
    _remember(id)
    return True


def _claim(id: str) -> bool:
    """Whether this copy of the invocation is the one that acts: SES and Lambda may hand over a message twice."""
    now = int(time.time())
    client = clients.dynamodb()
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
    clients.dynamodb().update_item(
        TableName=os.environ["TABLE"],
        Key={"id": {"S": id}},
        UpdateExpression="SET done_at = :now",
        ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
    )

"""Takes received mail apart: a JSON document and the attachments in a bucket, and word of it to others."""

from __future__ import annotations

import json
import os

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail
from ses_constructs.facts.received_mail.content import Attachment, MessageContent
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.handle_mail.saved_mail import key_of, whole
from ses_constructs.lambdas.handle_mail.telling import say

_MOST_BYTES = 200 * 1024
"""Of a message of SQS and of an event, which may both have 256 KB with all that is around them."""
_SHORT = 8 * 1024
_MOST_LISTED = 100
SOURCE, DETAIL_TYPE = "ses-constructs.mail", "Mail Received"


class NotToldError(Exception):
    """The event bus has not taken the event."""


def handler(event: object, _context: object) -> None:
    """Parses each message. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        parse(received)


def parse(received: ReceivedMail) -> None:
    """Writes the attachments, then the document, then tells others: whoever hears of a message finds all of it."""
    bucket, key = os.environ["BUCKET"], key_of(received.message_id)
    folder = f"{os.environ['PARSED_PREFIX']}{received.message_id}"
    raw = whole(received)
    header, content = HeaderBlock.of(raw), MessageContent.of(raw)
    listed = [
        _saved(bucket, f"{folder}/{number:04}-{attachment.safe_name}", attachment)
        for number, attachment in enumerate(content.attachments)
    ]
    document = {
        **_about(received, header),
        "text": content.text,
        "html": content.html,
        "attachments": listed,
        "problems": list(content.problems),
        "raw": {"bucket": bucket, "key": key, "size": len(raw)},
        "document": {"bucket": bucket, "key": f"{folder}/mail.json"},
    }
    body = json.dumps(document).encode()
    clients.s3().put_object(Bucket=bucket, Key=f"{folder}/mail.json", Body=body, ContentType="application/json")
    _tell(received, fitting(document))
    say("parsed", received.message_id, attachments=len(listed))


def fitting(document: dict[str, object]) -> str:
    """The document as JSON, shortened until SQS and EventBridge take it; ``truncated`` says so."""
    plain, listed = document["text"], document["attachments"]
    short = {
        **document,
        "html": None,
        "text": plain[:_SHORT] if isinstance(plain, str) else None,
        "attachments": listed[:_MOST_LISTED] if isinstance(listed, list) else [],
    }
    bare = {name: document[name] for name in ("messageId", "receivedAt", "verdicts", "raw", "document")}
    tries = (json.dumps({**one, "truncated": one is not document}) for one in (document, short, bare))
    return next((text for text in tries if len(text) <= _MOST_BYTES), json.dumps({**bare, "truncated": True}))


def _about(received: ReceivedMail, header: HeaderBlock) -> dict[str, object]:
    receipt = received.receipt
    verdicts = {name: getattr(receipt, name) for name in ("spam", "virus", "spf", "dkim", "dmarc")}
    return {
        "messageId": received.message_id,
        "receivedAt": receipt.timestamp.isoformat() if receipt.timestamp is not None else None,
        "envelope": {"from": received.envelope_sender, "recipients": list(receipt.recipients)},
        "authentic": receipt.is_authentic,
        "verdicts": verdicts,
        **{name: _people(header, field) for name, field in (("from", "from"), ("to", "to"), ("cc", "cc"))},
        "replyTo": _people(header, "reply-to"),
        "subject": header.first("subject"),
        "date": header.first("date"),
        "inReplyTo": header.first("in-reply-to"),
        "references": (header.first("references") or "").split()[:_MOST_LISTED],
        "originalMessageId": header.first("message-id"),
    }


def _people(header: HeaderBlock, name: str) -> list[dict[str, str]]:
    found = header.mailboxes(name)[:_MOST_LISTED]
    return [{"name": display, "address": address} for display, address in found]


def _saved(bucket: str, key: str, attachment: Attachment) -> dict[str, object]:
    # Never its own type: a browser would run what a stranger sent.
    clients.s3().put_object(
        Bucket=bucket,
        Key=key,
        Body=attachment.data,
        ContentType="application/octet-stream",
        ContentDisposition="attachment",
    )
    return {
        "filename": attachment.filename,
        "contentType": attachment.content_type,
        "contentId": attachment.content_id,
        "size": len(attachment.data),
        "bucket": bucket,
        "key": key,
    }


def _tell(received: ReceivedMail, text: str) -> None:
    if os.environ["QUEUE"]:
        clients.sqs().send_message(QueueUrl=os.environ["QUEUE"], MessageBody=text)
    if os.environ["EVENT_BUS"]:
        entry = {
            "Source": SOURCE,
            "DetailType": DETAIL_TYPE,
            "Detail": text,
            "EventBusName": os.environ["EVENT_BUS"],
        }
        answer = clients.events().put_events(Entries=[entry])  # type: ignore[list-item]
        if answer["FailedEntryCount"]:
            raise NotToldError(f"{received.message_id}: {answer['Entries'][0].get('ErrorCode')}")

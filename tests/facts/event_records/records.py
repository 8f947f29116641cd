"""Records as the guide shows them, one of each type, and what they come in."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]
SENT, LATER = "2026-11-21T10:00:00.123Z", "2026-11-21T10:00:05.456Z"
MESSAGE_ID = "0100019ab-cdef-000000"
YOU = "You@shop.example"

_MAIL: Record = {
    "timestamp": SENT,
    "source": "Shop <hello@mail.example>",
    "sourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/mail.example",
    "sendingAccountId": "111122223333",
    "messageId": MESSAGE_ID,
    "destination": [YOU],
    "headersTruncated": False,
    "headers": [{"name": "From", "value": "Shop <hello@mail.example>"}, {"name": "Subject", "value": "Hi"}],
    "commonHeaders": {"from": ["Shop <hello@mail.example>"], "to": [YOU], "subject": "Hi"},
    "tags": {"ses:configuration-set": ["receipts"], "ses:source-ip": ["192.0.2.1"], "campaign": ["spring"]},
}
_PREFERENCES: Record = {
    "unsubscribeAll": False,
    "topicSubscriptionStatus": [{"topicName": "offers", "subscriptionStatus": "OptIn"}],
}
PAYLOADS: dict[str, tuple[str, Record]] = {
    "Send": ("send", {}),
    "Reject": ("reject", {"reason": "Bad content"}),
    "Bounce": (
        "bounce",
        {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": YOU,
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": LATER,
            "feedbackId": "0100-f",
            "reportingMTA": "dns; a8-50.smtp-out.amazonses.com",
        },
    ),
    "Complaint": (
        "complaint",
        {
            "complainedRecipients": [{"emailAddress": YOU}],
            "complaintSubType": None,
            "complaintFeedbackType": "abuse",
            "userAgent": "Loop/1.0",
            "arrivalDate": LATER,
            "timestamp": LATER,
            "feedbackId": "0100-f",
        },
    ),
    "Delivery": (
        "delivery",
        {
            "timestamp": LATER,
            "processingTimeMillis": 5333,
            "recipients": [YOU],
            "smtpResponse": "250 2.6.0 Message received",
            "reportingMTA": "a8-50.smtp-out.amazonses.com",
        },
    ),
    "Open": ("open", {"ipAddress": "192.0.2.7", "timestamp": LATER, "userAgent": "Mail/1.0"}),
    "Click": (
        "click",
        {
            "ipAddress": "192.0.2.7",
            "timestamp": LATER,
            "userAgent": "Browser/1.0",
            "link": "https://shop.example/sale",
            "linkTags": {"place": ["top"]},
        },
    ),
    "Rendering Failure": ("failure", {"templateName": "hi", "errorMessage": "Attribute 'name' is not present."}),
    "DeliveryDelay": (
        "deliveryDelay",
        {
            "timestamp": LATER,
            "delayType": "SendingDeFerral",
            "expirationTime": "2026-11-22T00:00:00.000Z",
            "delayedRecipients": [{"emailAddress": YOU, "status": "4.4.1", "diagnosticCode": "smtp; 421 4.4.1"}],
        },
    ),
    "Subscription": (
        "subscription",
        {
            "contactList": "readers",
            "timestamp": LATER,
            "source": "UnsubscribeHeader",
            "oldTopicPreferences": _PREFERENCES,
            "newTopicPreferences": {
                "unsubscribeAll": True,
                "topicSubscriptionStatus": [{"topicName": "offers", "subscriptionStatus": "OPT_OUT"}],
            },
        },
    ),
}
"""``eventType`` of each record, the member that has its payload, and the payload."""
NOTIFIED = ("Bounce", "Complaint", "Delivery")


def record(kind: str, *, family: str = "eventType", **changed: Any) -> Record:
    """A record; ``changed`` members of its payload, ``None`` for one that is missing."""
    key, payload = PAYLOADS[kind]
    payload = {
        name: value for name, value in (payload | changed).items() if value is not None or name not in changed
    }
    mail = copy.deepcopy(_MAIL)
    if family == "notificationType":
        del mail["tags"]
    return {family: kind, "mail": mail, key: copy.deepcopy(payload)}


def _text(value: object) -> str:
    return json.dumps(value)


def _base64(value: object) -> str:
    return base64.b64encode(f"{_text(value)}\n".encode()).decode()


def by_sns(value: object) -> Record:
    return {
        "Type": "Notification",
        "MessageId": "sns-1",
        "TopicArn": "arn:aws:sns:eu-west-1:111122223333:events",
        "Subject": "Amazon SES Email Event Notification",
        "Message": value if isinstance(value, str) else _text(value),
    }


def on_bus(value: object) -> Record:
    return {
        "version": "0",
        "id": "bus-1",
        "detail-type": "Email Bounced",
        "source": "aws.ses",
        "resources": ["arn:aws:ses:eu-west-1:111122223333:configuration-set/receipts"],
        "detail": value,
    }


def in_queue(*bodies: str) -> Record:
    records = [
        {"messageId": f"sqs-{number}", "eventSource": "aws:sqs", "receiptHandle": "r", "body": body}
        for number, body in enumerate(bodies)
    ]
    return {"Records": records}


ENVELOPES: dict[str, Callable[[Record], object]] = {
    "object": lambda r: r,
    "text": _text,
    "bytes": lambda r: _text(r).encode(),
    "text in text": lambda r: _text(_text(r)),
    "list": lambda r: [r],
    "sns": by_sns,
    "sns text": lambda r: _text(by_sns(r)),
    "sns to a function": lambda r: {"Records": [{"EventSource": "aws:sns", "Sns": by_sns(r)}]},
    "sqs, raw": lambda r: in_queue(_text(r)),
    "sns in sqs": lambda r: in_queue(_text(by_sns(r))),
    "bus": on_bus,
    "bus in sqs": lambda r: in_queue(_text(on_bus(r))),
    "bus in sns in sqs": lambda r: in_queue(_text(by_sns(on_bus(r)))),
    "received messages": lambda r: {"Messages": [{"MessageId": "m", "Body": _text(r)}]},
    "firehose transformation": lambda r: {"records": [{"recordId": "1", "data": _base64(r)}]},
    "firehose file": lambda r: f"{_text(r)}\n",
    "base64": _base64,
    "kinesis": lambda r: {"Records": [{"eventID": "k", "kinesis": {"data": _base64(r)}}]},
}
"""What a record can come in."""

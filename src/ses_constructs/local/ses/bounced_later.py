"""Bouncing a message that was received before. API: SendBounce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage, Message
from email.policy import SMTP

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import RefusedError

_LONGEST = timedelta(hours=24)
_STATUS = {
    "DoesNotExist": "5.1.1",
    "MessageTooLarge": "5.3.4",
    "ExceededQuota": "5.2.2",
    "ContentRejected": "5.6.1",
    "TemporaryFailure": "4.0.0",
}
"""RFC 3463; SES says of the types no more than their names."""
_UNDEFINED = "5.0.0"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What SES remembers of a message that it received."""

    timestamp: datetime
    source: str
    recipients: tuple[str, ...]


def check(received: Arrived | None, message_id: str, bounced: Sequence[Document], *, now: datetime) -> Arrived:
    """Refuses what was not received here, or too long ago, or not for these recipients.

    :raises RefusedError: with the error SES gives
    """
    if received is None or now - received.timestamp > _LONGEST:
        raise _rejected(f"Message {message_id} was not received here within 24 hours.")
    known = {recipient.lower() for recipient in received.recipients}
    for each in bounced:
        final = each.get("RecipientDsnFields", {}).get("FinalRecipient", each["Recipient"])
        if not {each["Recipient"].lower(), final.lower()} & known:
            raise _rejected(f"{each['Recipient']} is no recipient of message {message_id}.")
    return received


def notification(parameters: Document, to: str) -> bytes:
    """The message that goes to the sender: a delivery status notification (RFC 3464)."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = parameters["BounceSender"], to
    message["Subject"] = "Delivery Status Notification (Failure)"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(parameters.get("Explanation", "The message could not be delivered."))
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    status = EmailMessage(policy=SMTP)
    status["Content-Type"] = "message/delivery-status"
    about = {"Reporting-MTA": parameters.get("MessageDsn", {}).get("ReportingMta", "dns; inbound-smtp")}
    blocks = [about, *(_fields(each) for each in parameters["BouncedRecipientInfoList"])]
    status.set_payload([_block(fields) for fields in blocks])
    message.attach(status)
    return message.as_bytes()


def _fields(bounced: Document) -> Document:
    dsn = bounced.get("RecipientDsnFields", {})
    found = {
        "Final-Recipient": f"rfc822; {dsn.get('FinalRecipient', bounced['Recipient'])}",
        "Action": dsn.get("Action", "failed"),
        "Status": dsn.get("Status", _STATUS.get(bounced.get("BounceType", ""), _UNDEFINED)),
    }
    return found | ({"Diagnostic-Code": dsn["DiagnosticCode"]} if "DiagnosticCode" in dsn else {})


def _block(fields: Document) -> Message:
    block = Message()
    for name, value in fields.items():
        block[name] = value
    return block


def _rejected(text: str) -> RefusedError:
    return RefusedError("MessageRejected", text, v1="MessageRejected")

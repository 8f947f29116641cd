"""Event records of SES, read whatever they came in; of the standard library, for any Lambda function to use."""

from .envelopes import Parcel
from .mail import Header, Mail
from .mail_event import MailEvent, RecordFamily
from .payloads import (
    Bounce,
    Click,
    Complaint,
    Delivery,
    DeliveryDelay,
    Open,
    Payload,
    Recipient,
    Reject,
    RenderingFailure,
    Send,
    Subscription,
    TopicPreferences,
    Unrecognized,
)

__all__ = [
    "Bounce",
    "Click",
    "Complaint",
    "Delivery",
    "DeliveryDelay",
    "Header",
    "Mail",
    "MailEvent",
    "Open",
    "Parcel",
    "Payload",
    "Recipient",
    "RecordFamily",
    "Reject",
    "RenderingFailure",
    "Send",
    "Subscription",
    "TopicPreferences",
    "Unrecognized",
]

"""Events: what became of the mail, and word of mail received, read whatever they came in; stored once, acted on.

The reading needs neither the CDK nor Node.js: ``from ses_constructs.events import Parcel`` works in any function.
"""

from typing import TYPE_CHECKING

from ses_constructs.facts.event_records import (
    Bounce,
    Click,
    Complaint,
    Delivery,
    DeliveryDelay,
    Header,
    Mail,
    MailEvent,
    Open,
    Parcel,
    Payload,
    Recipient,
    RecordFamily,
    Reject,
    RenderingFailure,
    Send,
    Subscription,
    TopicPreferences,
    Unrecognized,
)
from ses_constructs.facts.events import BounceType, Event
from ses_constructs.facts.received_mail import (
    DmarcPolicy,
    Receipt,
    ReceiptActionTaken,
    ReceivedMail,
    Verdict,
)
from ses_constructs.facts.received_mail.stored_reports import StoredDmarcReports
from ses_constructs.facts.stored_events import StoredEvents
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .event_lake import EventLake
    from .event_reader import EventReader
    from .event_store import EventStore
    from .feedback_action import FeedbackAction
    from .feedback_processor import FeedbackProcessor
    from .webhook import Webhook, WebhookRetries
    from .webhook_target import WebhookTarget

__all__ = [
    "Bounce",
    "BounceType",
    "Click",
    "Complaint",
    "Delivery",
    "DeliveryDelay",
    "DmarcPolicy",
    "Event",
    "EventLake",
    "EventReader",
    "EventStore",
    "FeedbackAction",
    "FeedbackProcessor",
    "Header",
    "Mail",
    "MailEvent",
    "Open",
    "Parcel",
    "Payload",
    "Receipt",
    "ReceiptActionTaken",
    "ReceivedMail",
    "Recipient",
    "RecordFamily",
    "Reject",
    "RenderingFailure",
    "Send",
    "StoredDmarcReports",
    "StoredEvents",
    "Subscription",
    "TopicPreferences",
    "Unrecognized",
    "Verdict",
    "Webhook",
    "WebhookRetries",
    "WebhookTarget",
]
__getattr__ = on_demand(
    __name__,
    EventLake="event_lake",
    EventReader="event_reader",
    EventStore="event_store",
    FeedbackAction="feedback_action",
    FeedbackProcessor="feedback_processor",
    Webhook="webhook",
    WebhookRetries="webhook",
    WebhookTarget="webhook_target",
)

"""Events: what became of the mail, read whatever it came in, stored once, and acted on.

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
from ses_constructs.facts.stored_events import StoredEvents
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .event_reader import EventReader
    from .event_store import EventStore
    from .feedback_action import FeedbackAction
    from .feedback_processor import FeedbackProcessor

__all__ = [
    "Bounce",
    "BounceType",
    "Click",
    "Complaint",
    "Delivery",
    "DeliveryDelay",
    "Event",
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
    "Recipient",
    "RecordFamily",
    "Reject",
    "RenderingFailure",
    "Send",
    "StoredEvents",
    "Subscription",
    "TopicPreferences",
    "Unrecognized",
]
__getattr__ = on_demand(
    __name__,
    EventReader="event_reader",
    EventStore="event_store",
    FeedbackAction="feedback_action",
    FeedbackProcessor="feedback_processor",
)

"""What SES publishes about a message: the ten event types and how each is spelt where."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """An event type, valued as CloudFormation's ``MatchingEventTypes`` spells it.

    Guide: How event publishing works; schema of ``AWS::SES::ConfigurationSetEventDestination``.
    """

    SEND = "send"
    """SES accepted the message and will try to deliver it."""
    REJECT = "reject"
    """SES found a virus and did not send it."""
    BOUNCE = "bounce"
    """A hard bounce, or a soft one that SES gave up on."""
    COMPLAINT = "complaint"
    """A recipient marked the message as spam."""
    DELIVERY = "delivery"
    """The recipient's mail server took the message."""
    OPEN = "open"
    """Asks SES to put a tracking pixel into HTML mail."""
    CLICK = "click"
    """Asks SES to rewrite the links of HTML mail."""
    RENDERING_FAILURE = "renderingFailure"
    """A template lacked a value; SES accepted the call and dropped the mail."""
    DELIVERY_DELAY = "deliveryDelay"
    """The recipient's mail server asked to try later."""
    SUBSCRIPTION = "subscription"
    """A recipient changed what they subscribe to."""

    @property
    def detail_type(self) -> str:
        """``detail-type`` on the event bus. EventBridge reference: Amazon Simple Email Service events."""
        return _DETAIL_TYPES[self]

    @property
    def metric_name(self) -> str:
        """The CloudWatch metric. Guide: Monitoring your Amazon SES sending activity."""
        return f"{self[0].upper()}{self[1:]}"


_DETAIL_TYPES = {
    Event.SEND: "Email Sent",
    Event.REJECT: "Email Rejected",
    Event.BOUNCE: "Email Bounced",
    Event.COMPLAINT: "Email Complaint Received",
    Event.DELIVERY: "Email Delivered",
    Event.OPEN: "Email Opened",
    Event.CLICK: "Email Clicked",
    Event.RENDERING_FAILURE: "Email Rendering Failed",
    Event.DELIVERY_DELAY: "Email Delivery Delayed",
    Event.SUBSCRIPTION: "Email Subscribed",
}
EVENT_SOURCE = "aws.ses"
"""``source`` of every event of SES on the event bus."""


DEFAULT_EVENTS: tuple[Event, ...] = (
    Event.SEND,
    Event.REJECT,
    Event.BOUNCE,
    Event.COMPLAINT,
    Event.DELIVERY,
    Event.RENDERING_FAILURE,
    Event.DELIVERY_DELAY,
)
"""What a destination publishes unless told otherwise: all that changes nothing in the mail itself.

``OPEN`` and ``CLICK`` add a pixel and rewrite links, so they come only when asked for.
"""


class BounceType(StrEnum):
    """``bounceType`` of a bounce record. Guide: Contents of event data that Amazon SES publishes."""

    PERMANENT = "Permanent"
    """A hard bounce: the address takes no mail, now or later."""
    TRANSIENT = "Transient"
    """A soft bounce that SES gave up on, and automatic replies such as out-of-office."""
    UNDETERMINED = "Undetermined"
    """SES could not read the reason."""


class AutoTag(StrEnum):
    """A message tag that SES adds by itself. Guide: How event publishing works, auto-tags."""

    CALLER_IDENTITY = "ses:caller-identity"
    """The IAM identity of the sender."""
    CONFIGURATION_SET = "ses:configuration-set"
    FROM_DOMAIN = "ses:from-domain"
    """The domain of the From address."""
    OUTGOING_IP = "ses:outgoing-ip"
    """The address SES sent from; in delivery events."""
    SOURCE_IP = "ses:source-ip"
    """The address the sender called from."""
    SOURCE_TLS_VERSION = "ses:source-tls-version"
    """The TLS version the sender called with."""


COSTLY_TAGS = frozenset({AutoTag.CALLER_IDENTITY, AutoTag.FROM_DOMAIN, AutoTag.OUTGOING_IP, AutoTag.SOURCE_IP})
"""Auto-tags with many values; each makes a billed metric for every event type. The guide warns of the domain."""

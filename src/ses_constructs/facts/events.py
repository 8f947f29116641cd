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

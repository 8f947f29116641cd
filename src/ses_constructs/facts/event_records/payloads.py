"""What is special to each of the ten event types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ses_constructs.facts.events import BounceType

from .fields import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What all payloads have.

    Args:
        timestamp: When it happened; Send, Reject and Rendering Failure say nothing of it.
        extra: Members that this version does not know.

    Guide: Contents of event data that Amazon SES publishes.
    """

    timestamp: datetime | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The recipients it names; empty where the whole message is meant."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One recipient of a bounce, complaint or delay.

    Args:
        address: As SES wrote it.
        action: Of a bounce with a delivery status notification, such as ``failed``.
        status: Of the same, such as ``5.1.1``.
        diagnostic_code: What the receiving server said.
        extra: Members that this version does not know.
    """

    address: str
    action: str | None = None
    status: str | None = None
    diagnostic_code: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce(Payload):
    """The message came back."""

    bounce_type: BounceType = BounceType.UNDETERMINED
    bounce_subtype: str | None = None
    recipients: tuple[Recipient, ...] = ()
    feedback_id: str | None = None
    reporting_mta: str | None = None
    remote_mta_ip: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(recipient.address for recipient in self.recipients)

    @property
    def is_hard(self) -> bool:
        """Whether it is for good."""
        return self.bounce_type is BounceType.PERMANENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint(Payload):
    """Somebody reported the message. Where the provider hides who, every candidate is named."""

    recipients: tuple[Recipient, ...] = ()
    complaint_subtype: str | None = None
    complaint_feedback_type: str | None = None
    user_agent: str | None = None
    arrival_date: datetime | None = None
    feedback_id: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(recipient.address for recipient in self.recipients)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Payload):
    """The recipient's mail server took the message."""

    recipients: tuple[str, ...] = ()
    processing_time_millis: int | None = None
    smtp_response: str | None = None
    reporting_mta: str | None = None
    remote_mta_ip: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class Send(Payload):
    """SES took the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Payload):
    """SES found a virus."""

    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Payload):
    """Somebody opened the message. The IP address and the user agent are data about a person."""

    ip_address: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Click(Open):
    """Somebody followed a link."""

    link: str | None = None
    link_tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingFailure(Payload):
    """The template lacked a value; the message was never sent."""

    template_name: str | None = None
    error_message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDelay(Payload):
    """The recipient's mail server asked to try later.

    Args:
        delay_type: As SES wrote it; its guide spells several in two ways, so compare with :meth:`is_of_type`.
    """

    delay_type: str | None = None
    recipients: tuple[Recipient, ...] = ()
    expiration_time: datetime | None = None
    reporting_mta: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(recipient.address for recipient in self.recipients)

    def is_of_type(self, name: str) -> bool:
        """Compares the delay type whatever its case and spaces, e.g. with ``SendingDeferral``."""
        return self.delay_type is not None and plain(self.delay_type) == plain(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPreferences:
    """What somebody wants mail about.

    Args:
        unsubscribe_all: Wants none at all.
        topics: ``OptIn`` or ``OptOut`` by topic (the API spells them ``OPT_IN`` and ``OPT_OUT``).
        defaults: The same, where nothing was chosen.
    """

    unsubscribe_all: bool | None = None
    topics: Mapping[str, str] = field(default_factory=dict, hash=False)
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Payload):
    """Somebody changed what they want mail about.

    Args:
        source: An address, or ``UnsubscribeHeader``: the guide's table and its sample differ.
    """

    contact_list: str | None = None
    source: str | None = None
    new_preferences: TopicPreferences = field(default_factory=TopicPreferences)
    old_preferences: TopicPreferences = field(default_factory=TopicPreferences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecognized(Payload):
    """An event type that this version does not know; the whole record is in ``MailEvent.record``."""

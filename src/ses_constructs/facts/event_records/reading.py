"""Makes a payload of the member of a record that holds it."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.facts.events import BounceType, Event

from .fields import Fields, plain
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


def read_payload(event: Event | None, fields: Fields) -> Payload:
    """The payload of an event type; of one that is not known, whatever there is."""
    if event is None:
        return Unrecognized(timestamp=fields.moment("timestamp"), extra=fields.rest())
    return _READERS[event](fields)


def _recipients(fields: Fields, name: str) -> tuple[Recipient, ...]:
    found = []
    for one in fields.several(name, of="emailAddress"):
        address = one.text("emailAddress")
        if address is not None:
            action, status, code = one.text("action"), one.text("status"), one.text("diagnosticCode")
            found.append(
                Recipient(address=address, action=action, status=status, diagnostic_code=code, extra=one.rest())
            )
    return tuple(found)


def _bounce(fields: Fields) -> Bounce:
    known = {plain(kind): kind for kind in BounceType}
    kind = plain(fields.text("bounceType") or "")
    return Bounce(
        # A type that nobody knows is not for good; the record still has its word.
        bounce_type=known.get(kind, BounceType.UNDETERMINED),
        bounce_subtype=fields.text("bounceSubType"),
        recipients=_recipients(fields, "bouncedRecipients"),
        feedback_id=fields.text("feedbackId"),
        reporting_mta=fields.text("reportingMTA"),
        remote_mta_ip=fields.text("remoteMtaIp"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _complaint(fields: Fields) -> Complaint:
    return Complaint(
        recipients=_recipients(fields, "complainedRecipients"),
        complaint_subtype=fields.text("complaintSubType"),
        complaint_feedback_type=fields.text("complaintFeedbackType"),
        user_agent=fields.text("userAgent"),
        arrival_date=fields.moment("arrivalDate"),
        feedback_id=fields.text("feedbackId"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _delivery(fields: Fields) -> Delivery:
    return Delivery(
        recipients=fields.texts("recipients"),
        processing_time_millis=fields.number("processingTimeMillis"),
        smtp_response=fields.text("smtpResponse"),
        reporting_mta=fields.text("reportingMTA"),
        remote_mta_ip=fields.text("remoteMtaIp"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _send(fields: Fields) -> Send:
    return Send(timestamp=fields.moment("timestamp"), extra=fields.rest())


def _reject(fields: Fields) -> Reject:
    return Reject(reason=fields.text("reason"), timestamp=fields.moment("timestamp"), extra=fields.rest())


def _open(fields: Fields) -> Open:
    return Open(
        ip_address=fields.text("ipAddress"),
        user_agent=fields.text("userAgent"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _click(fields: Fields) -> Click:
    return Click(
        ip_address=fields.text("ipAddress"),
        user_agent=fields.text("userAgent"),
        link=fields.text("link"),
        link_tags=fields.lists("linkTags"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _rendering_failure(fields: Fields) -> RenderingFailure:
    return RenderingFailure(
        template_name=fields.text("templateName"),
        error_message=fields.text("errorMessage"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _delivery_delay(fields: Fields) -> DeliveryDelay:
    return DeliveryDelay(
        delay_type=fields.text("delayType"),
        recipients=_recipients(fields, "delayedRecipients"),
        expiration_time=fields.moment("expirationTime"),
        reporting_mta=fields.text("reportingMTA"),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _subscription(fields: Fields) -> Subscription:
    return Subscription(
        contact_list=fields.text("contactList"),
        source=fields.text("source"),
        new_preferences=_preferences(fields.fields("newTopicPreferences")),
        old_preferences=_preferences(fields.fields("oldTopicPreferences")),
        timestamp=fields.moment("timestamp"),
        extra=fields.rest(),
    )


def _preferences(fields: Fields) -> TopicPreferences:
    return TopicPreferences(
        unsubscribe_all=fields.flag("unsubscribeAll"),
        topics=_statuses(fields, "topicSubscriptionStatus"),
        defaults=_statuses(fields, "topicDefaultSubscriptionStatus"),
    )


def _statuses(fields: Fields, name: str) -> dict[str, str]:
    """Events spell a status ``OptOut``, the API ``OPT_OUT``: here it is the first."""
    spelt = {"optin": "OptIn", "optout": "OptOut"}
    found = {}
    for one in fields.several(name, of="topicName"):
        topic, status = one.text("topicName"), one.text("subscriptionStatus") or ""
        if topic is not None:
            found[topic] = spelt.get(plain(status), status)
    return found


_READERS: dict[Event, Callable[[Fields], Payload]] = {
    Event.SEND: _send,
    Event.REJECT: _reject,
    Event.BOUNCE: _bounce,
    Event.COMPLAINT: _complaint,
    Event.DELIVERY: _delivery,
    Event.OPEN: _open,
    Event.CLICK: _click,
    Event.RENDERING_FAILURE: _rendering_failure,
    Event.DELIVERY_DELAY: _delivery_delay,
    Event.SUBSCRIPTION: _subscription,
}

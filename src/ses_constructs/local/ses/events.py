"""Event records, shaped as the guide's chapter on event publishing shows them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.documents import Document, iso_time
from ses_constructs.local.ses.mail import Mail, common_headers
from ses_constructs.local.ses.state import PlaceState


class EventType(StrEnum):
    """Event types by their SES v2 name."""

    SEND = "SEND"
    REJECT = "REJECT"
    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"
    DELIVERY = "DELIVERY"
    RENDERING_FAILURE = "RENDERING_FAILURE"
    DELIVERY_DELAY = "DELIVERY_DELAY"
    OPEN = "OPEN"
    CLICK = "CLICK"
    SUBSCRIPTION = "SUBSCRIPTION"

    @property
    def record_name(self) -> str:
        """``eventType`` in a record; one of them has a space."""
        return _RECORD_NAMES[self]

    @property
    def metric_name(self) -> str:
        """The CloudWatch metric."""
        return self.record_name.replace(" ", "")

    @property
    def payload_key(self) -> str:
        """The key of the record that carries what is special to the event."""
        return _PAYLOAD_KEYS.get(self, self.value.lower())

    @property
    def detail_type(self) -> str:
        """``detail-type`` on the event bus."""
        return _DETAIL_TYPES[self]


_RECORD_NAMES = {
    EventType.SEND: "Send",
    EventType.REJECT: "Reject",
    EventType.BOUNCE: "Bounce",
    EventType.COMPLAINT: "Complaint",
    EventType.DELIVERY: "Delivery",
    EventType.RENDERING_FAILURE: "Rendering Failure",
    EventType.DELIVERY_DELAY: "DeliveryDelay",
    EventType.OPEN: "Open",
    EventType.CLICK: "Click",
    EventType.SUBSCRIPTION: "Subscription",
}
_PAYLOAD_KEYS = {EventType.RENDERING_FAILURE: "failure", EventType.DELIVERY_DELAY: "deliveryDelay"}
# EventBridge reference, "Amazon Simple Email Service events".
_DETAIL_TYPES = {
    EventType.SEND: "Email Sent",
    EventType.REJECT: "Email Rejected",
    EventType.BOUNCE: "Email Bounced",
    EventType.COMPLAINT: "Email Complaint Received",
    EventType.DELIVERY: "Email Delivered",
    EventType.RENDERING_FAILURE: "Email Rendering Failed",
    EventType.DELIVERY_DELAY: "Email Delivery Delayed",
    EventType.OPEN: "Email Opened",
    EventType.CLICK: "Email Clicked",
    EventType.SUBSCRIPTION: "Email Subscribed",
}
# The guide's samples of these have neither headers nor commonHeaders.
_WITHOUT_HEADERS = (EventType.RENDERING_FAILURE, EventType.DELIVERY_DELAY)
# The guide's samples of these have no sourceArn.
_WITHOUT_SOURCE_ARN = (EventType.OPEN, EventType.CLICK)
_REPORTING_MTA = "dns; a8-50.smtp-out.amazonses.com"
_OUTGOING_IP = "192.0.2.10"


def record(state: PlaceState, mail: Mail, event: EventType, payload: Document) -> Document:
    """A whole record of event publishing."""
    return {
        "eventType": event.record_name,
        "mail": _mail(state, mail, event),
        event.payload_key: payload,
    }


def notification(state: PlaceState, mail: Mail, event: EventType, payload: Document, *, headers: bool) -> Document:
    """The record that an identity's feedback topic gets."""
    about = {
        **_envelope(state, mail),
        "sourceIp": mail.tags["ses:source-ip"][0],
        "callerIdentity": mail.tags["ses:caller-identity"][0],
    }
    if headers:
        listed, truncated = mail.headers()
        about |= {"headersTruncated": truncated, "headers": listed, "commonHeaders": common_headers(mail.raw)}
    return {"notificationType": event.record_name, "mail": about, event.payload_key: payload}


def delivery(state: PlaceState, mail: Mail, recipients: list[str]) -> Document:
    """The receiving server took the message."""
    now = state.now()
    return {
        "timestamp": iso_time(now),
        "processingTimeMillis": int((now - mail.timestamp) / timedelta(milliseconds=1)),
        "recipients": recipients,
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": _REPORTING_MTA.removeprefix("dns; "),
    }


def bounce(state: PlaceState, recipients: list[str], *, kind: str, subtype: str, diagnosis: str) -> Document:
    """The receiving server (or the suppression list) turned the message down."""
    status = diagnosis.split()[2] if diagnosis.startswith("smtp;") else "5.1.1"
    return {
        "feedbackId": feedback_id(),
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {"emailAddress": address, "action": "failed", "status": status, "diagnosticCode": diagnosis}
            for address in recipients
        ],
        "timestamp": iso_time(state.now()),
        "reportingMTA": _REPORTING_MTA,
    }


def complaint(state: PlaceState, recipients: list[str], *, subtype: str | None = None) -> Document:
    """A recipient reported the message as spam."""
    now = iso_time(state.now())
    return {
        "feedbackId": feedback_id(),
        "complaintSubType": subtype,
        "complainedRecipients": [{"emailAddress": address} for address in recipients],
        "timestamp": now,
        "userAgent": "Emulated-Feedback-Loop/1.0",
        "complaintFeedbackType": "abuse",
        "arrivalDate": now,
    }


def delivery_delay(state: PlaceState, recipients: list[str], *, patience_seconds: int) -> Document:
    """The receiving server asks for patience, of which SES has this much."""
    now = state.now()
    return {
        "timestamp": iso_time(now),
        "delayType": "TransientCommunicationFailure",
        "expirationTime": iso_time(now + timedelta(seconds=patience_seconds)),
        "delayedRecipients": [
            {
                "emailAddress": address,
                "status": "4.4.1",
                "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
            }
            for address in recipients
        ],
    }


def opened(state: PlaceState, *, ip: str, user_agent: str) -> Document:
    """Somebody looked at the message."""
    return {"ipAddress": ip, "timestamp": iso_time(state.now()), "userAgent": user_agent}


def clicked(state: PlaceState, *, ip: str, user_agent: str, link: str, tags: dict[str, list[str]]) -> Document:
    """Somebody followed a link of the message."""
    told = opened(state, ip=ip, user_agent=user_agent) | {"link": link}
    return told | {"linkTags": tags} if tags else told


def subscription(
    state: PlaceState, contact_list: str, topics: list[Document], *, old: Document, new: Document
) -> Document:
    """Somebody changed what they want mail about, by the header that SES has put into the message."""
    return {
        "contactList": contact_list,
        "timestamp": iso_time(state.now()),
        "source": "UnsubscribeHeader",
        "newTopicPreferences": _preferences(new, topics),
        "oldTopicPreferences": _preferences(old, topics),
    }


def feedback_id() -> str:
    """The id of a bounce or complaint."""
    return f"0100{secrets.token_hex(6)}-{secrets.token_hex(16)}-000000"


def _envelope(state: PlaceState, mail: Mail) -> Document:
    return {
        "timestamp": iso_time(mail.timestamp),
        "source": mail.source,
        "sourceArn": identities.arn(state, mail.identity.name),
        "sendingAccountId": state.place.account,
        "messageId": mail.message_id,
        "destination": list(mail.recipients),
    }


def _mail(state: PlaceState, mail: Mail, event: EventType) -> Document:
    about = _envelope(state, mail)
    if event in _WITHOUT_SOURCE_ARN:
        del about["sourceArn"]
    listed, truncated = mail.headers()
    about["headersTruncated"] = truncated
    if event not in _WITHOUT_HEADERS:
        # Events carry the id of SES in commonHeaders, the original stays in headers.
        common = common_headers(mail.raw) | {"messageId": mail.message_id}
        about |= {"headers": listed, "commonHeaders": common}
    tags = dict(mail.tags)
    if event is EventType.DELIVERY:
        tags["ses:outgoing-ip"] = [_OUTGOING_IP]
    about["tags"] = tags
    return about


def _preferences(contact: Document, topics: list[Document]) -> Document:
    """Statuses as events spell them: ``OptIn``, where the API says ``OPT_IN``."""
    spelt = {"OPT_IN": "OptIn", "OPT_OUT": "OptOut"}
    chosen = {each["TopicName"]: each["SubscriptionStatus"] for each in contact.get("TopicPreferences", [])}
    return {
        "unsubscribeAll": contact.get("UnsubscribeAll", False),
        "topicSubscriptionStatus": [
            {"topicName": name, "subscriptionStatus": spelt[status]} for name, status in chosen.items()
        ],
        "topicDefaultSubscriptionStatus": [
            {"topicName": each["TopicName"], "subscriptionStatus": spelt[each["DefaultSubscriptionStatus"]]}
            for each in topics
            if each["TopicName"] not in chosen
        ],
    }

"""Feedback topics of identities."""

from __future__ import annotations

from ses_constructs.local.ses import identities
from ses_constructs.local.ses.api.v1.identities import require
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.identity import NOTIFICATION_TYPES, Identity
from ses_constructs.local.ses.operations import Call, operation
from ses_constructs.local.world import TargetRefusedError


@operation("ses", "SetIdentityNotificationTopic")
def set_topic(call: Call) -> None:
    """Sets or removes the topic of one kind of feedback; SES tries whether it may publish."""
    identity, kind, topic = require(call), call.text("NotificationType"), call.optional_text("SnsTopic")
    if topic is None:
        identity.topics.pop(kind, None)
        return
    source = identities.arn(call.state, identity.name)
    try:
        call.state.world.check_topic(call.state.place, topic, source_arn=source)
    except TargetRefusedError as error:
        raise bad_request(f"Invalid SNS topic <{topic}>: {error}") from error
    identity.topics[kind] = topic


@operation("ses", "SetIdentityHeadersInNotificationsEnabled")
def set_headers(call: Call) -> None:
    """Puts the original headers into one kind of feedback, or not."""
    identity, kind = require(call), call.text("NotificationType")
    if call.parameters["Enabled"]:
        identity.headers_in_notifications.add(kind)
    else:
        identity.headers_in_notifications.discard(kind)


@operation("ses", "SetIdentityFeedbackForwardingEnabled")
def set_forwarding(call: Call) -> None:
    """Switches forwarding by mail; it can go only when both topics are there."""
    identity, enabled = require(call), call.parameters["ForwardingEnabled"]
    if not enabled and not {"Bounce", "Complaint"} <= identity.topics.keys():
        raise bad_request(
            f"Feedback forwarding of {identity.name} can be disabled only "
            "when topics for Bounce and Complaint are set."
        )
    identity.forwarding = enabled


@operation("ses", "GetIdentityNotificationAttributes")
def get_attributes(call: Call) -> Document:
    """Topics, headers and forwarding of identities."""
    found = {}
    for name in call.parameters["Identities"]:
        identity = identities.find(call.state, name)
        if identity is not None:
            found[name] = _attributes(identity)
    return {"NotificationAttributes": found}


def _attributes(identity: Identity) -> Document:
    found: Document = {"ForwardingEnabled": identity.forwarding}
    for kind in NOTIFICATION_TYPES:
        found[f"{kind}Topic"] = identity.topics.get(kind)
        found[f"HeadersIn{kind}NotificationsEnabled"] = kind in identity.headers_in_notifications
    return found

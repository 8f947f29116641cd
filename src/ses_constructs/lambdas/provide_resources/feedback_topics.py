"""The topics that SES publishes an identity's bounces, complaints and deliveries to. Version 1 of the API only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

import clients
from botocore.exceptions import ClientError

Kind = Literal["Bounce", "Complaint", "Delivery"]
KINDS: tuple[Kind, ...] = ("Bounce", "Complaint", "Delivery")
_PAUSES_SECONDS = (2, 4, 8, 16)
"""SES tries the topic; its policy may be a few seconds old and not yet in force."""


def apply(
    identity: str, wanted: Mapping[str, object], headers_in: list[str], before: Mapping[str, object]
) -> None:
    """Sets the topics wanted, and removes those of the last deployment that nobody else has replaced.

    Args:
        identity: Name of the identity.
        wanted: ARN of the topic by kind.
        headers_in: Kinds whose notifications hold the headers of the mail.
        before: ``wanted`` of the last deployment.
    """
    present = _present(identity)
    for kind in KINDS:
        topic = wanted.get(kind)
        if isinstance(topic, str) and topic:
            if present.get(f"{kind}Topic") != topic:
                _patiently(partial(_set, identity, kind, topic))
            _set_headers(identity, kind, present, kind in headers_in)
        elif before.get(kind) and present.get(f"{kind}Topic") == before.get(kind):
            _set_headers(identity, kind, present, False)
            clients.ses().set_identity_notification_topic(Identity=identity, NotificationType=kind)


def _present(identity: str) -> Mapping[str, object]:
    said = clients.ses().get_identity_notification_attributes(Identities=[identity])
    found: Mapping[str, object] = said["NotificationAttributes"].get(identity, {})
    return found


def _set(identity: str, kind: Kind, topic: str) -> None:
    clients.ses().set_identity_notification_topic(Identity=identity, NotificationType=kind, SnsTopic=topic)


def _set_headers(identity: str, kind: Kind, present: Mapping[str, object], wanted: bool) -> None:
    if present.get(f"HeadersIn{kind}NotificationsEnabled", False) is not wanted:
        clients.ses().set_identity_headers_in_notifications_enabled(
            Identity=identity, NotificationType=kind, Enabled=wanted
        )


def _patiently(work: Callable[[], None]) -> None:
    for pause in _PAUSES_SECONDS:
        try:
            return work()
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "InvalidParameterValue":
                raise
            time.sleep(pause)
    return work()

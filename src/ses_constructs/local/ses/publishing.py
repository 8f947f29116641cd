"""Takes event records to where they are wanted. A target that refuses never makes a send fail."""

from __future__ import annotations

import json
from collections.abc import Callable

from ses_constructs.local.ses import configuration_sets, events, identities, reputation, vdm
from ses_constructs.local.ses.configuration_set import ConfigurationSet, EventDestination
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.mail import Mail, headers_of
from ses_constructs.local.ses.state import PlaceState

_SUBJECT = "Amazon SES Email Event Notification"
# Metrics every account gets without asking (guide, "Monitoring").
_ACCOUNT_METRICS = frozenset(
    {EventType.SEND, EventType.DELIVERY, EventType.BOUNCE, EventType.COMPLAINT, EventType.REJECT}
)


def publish(state: PlaceState, mail: Mail, event: EventType, payload: Document, *, recipients: int) -> None:
    """Publishes one event of a message to its configuration set, its identity's topics and the metrics."""
    vdm.note(state, mail, event, payload)
    if event in _ACCOUNT_METRICS:
        reputation.put_metric(state, event.metric_name, float(recipients), {})
    if mail.configuration_set is not None:
        record = events.record(state, mail, event, payload)
        for destination in list(mail.configuration_set.destinations.values()):
            if destination.enabled and event in destination.event_types:
                _deliver(state, mail.configuration_set, destination, mail, event, record)
    _notify_topic(state, mail, event, payload)


def _deliver(
    state: PlaceState,
    configuration_set: ConfigurationSet,
    destination: EventDestination,
    mail: Mail,
    event: EventType,
    record: Document,
) -> None:
    source = configuration_sets.arn(state, configuration_set.name)
    target, place, world, now = destination.target, state.place, state.world, state.now()
    text = json.dumps(record)
    ways: dict[str, Callable[[], None]] = {
        "SnsDestination": lambda: world.publish(
            place, target["TopicArn"], text, source_arn=source, subject=_SUBJECT
        ),
        "KinesisFirehoseDestination": lambda: world.put_record(
            place, target["DeliveryStreamArn"], target["IamRoleArn"], f"{text}\n".encode(), source_arn=source
        ),
        "EventBridgeDestination": lambda: world.put_event(
            place, detail_type=event.detail_type, resources=[source], detail=record
        ),
        "CloudWatchDestination": lambda: world.put_metric(
            place,
            event.metric_name,
            1.0,
            dimensions=_dimensions(target, mail, record),
            timestamp=now,
        ),
    }
    what = f"{event.record_name} event of {mail.message_id}"
    if destination.kind in ways:
        state.later(destination.name, what, ways[destination.kind])
    else:
        state.note_undelivered(destination.name, what, f"{destination.kind} is not emulated")


def _dimensions(target: Document, mail: Mail, record: Document) -> dict[str, str]:
    headers = {name.lower(): value for name, value in headers_of(mail.raw)}
    found = {}
    for dimension in target["DimensionConfigurations"]:
        name, default = dimension["DimensionName"], dimension["DefaultDimensionValue"]
        source = dimension["DimensionValueSource"]
        if source == "MESSAGE_TAG":
            found[name] = record["mail"]["tags"].get(name, [default])[0]
        elif source == "EMAIL_HEADER":
            found[name] = headers.get(name.lower(), default)
        else:
            found[name] = record.get("click", {}).get("linkTags", {}).get(name, [default])[0]
    return found


def _notify_topic(state: PlaceState, mail: Mail, event: EventType, payload: Document) -> None:
    topic = mail.identity.topics.get(event.record_name)
    if topic is None:
        return
    with_headers = event.record_name in mail.identity.headers_in_notifications
    record = events.notification(state, mail, event, payload, headers=with_headers)
    source = identities.arn(state, mail.identity.name)
    place, world = state.place, state.world
    state.later(
        topic,
        f"{event.record_name} notification of {mail.message_id}",
        lambda: world.publish(place, topic, json.dumps(record), source_arn=source, subject=_SUBJECT),
    )

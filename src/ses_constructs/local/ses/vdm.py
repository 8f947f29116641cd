"""What the Virtual Deliverability Manager counts, day by day.

Mail to several recipients and to the mailbox simulator is left out, as the guide says. Nobody opens or clicks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.mail import Mail
from ses_constructs.local.ses.outcomes import is_simulated
from ses_constructs.local.ses.state import PlaceState

KIND = "VdmEvent"
_ISPS = {"gmail.com": "Gmail", "outlook.com": "Hotmail", "hotmail.com": "Hotmail", "yahoo.com": "Yahoo"}
OTHER_ISP = "UNKNOWN_ISP"
_METRICS = {
    EventType.SEND: "SEND",
    EventType.DELIVERY: "DELIVERY",
    EventType.COMPLAINT: "COMPLAINT",
}
_BOUNCES = {"Permanent": "PERMANENT_BOUNCE", "Transient": "TRANSIENT_BOUNCE"}
_ON_A_LIST = ("Suppressed", "OnAccountSuppressionList")


@dataclass(frozen=True, slots=True)
class Question:
    """A metric over time; a dimension that is left out, or ``*``, narrows nothing."""

    metric: str
    start: datetime
    end: datetime
    dimensions: Mapping[str, Sequence[str]]


def note(state: PlaceState, mail: Mail, event: EventType, payload: Document) -> None:
    """Counts an event of a message."""
    metric = _BOUNCES.get(_bounce_type(payload)) if event is EventType.BOUNCE else _METRICS.get(event)
    if metric is None or state.account.vdm["VdmEnabled"] != "ENABLED":
        return
    if len(mail.recipients) != 1 or is_simulated(mail.recipients[0]):
        return
    events = state.kept(KIND)
    name = "" if mail.configuration_set is None else mail.configuration_set.name
    events[str(len(events))] = {
        "Metric": metric,
        "At": state.now(),
        "EMAIL_IDENTITY": mail.identity.name,
        "CONFIGURATION_SET": name,
        "ISP": _ISPS.get(mail.recipients[0].rpartition("@")[2].lower(), OTHER_ISP),
        "TENANT_NAME": mail.tenant or "",
    }


def by_day(state: PlaceState, question: Question) -> dict[date, int]:
    """How often something happened on each day that has any."""
    found: dict[date, int] = {}
    for event in state.kept(KIND).values():
        at = event["At"].astimezone(UTC)
        if event["Metric"] == question.metric and question.start <= at < question.end and _fits(event, question):
            found[at.date()] = found.get(at.date(), 0) + 1
    return found


def days(start: datetime, end: datetime) -> list[date]:
    """Every day from a time to another."""
    last = (end - timedelta(microseconds=1)).date()
    return [start.date() + timedelta(days=number) for number in range((last - start.date()).days + 1)]


def _fits(event: Document, question: Question) -> bool:
    return all("*" in values or event.get(name) in values for name, values in question.dimensions.items())


def _bounce_type(payload: Document) -> str:
    return "" if payload["bounceSubType"] in _ON_A_LIST else str(payload["bounceType"])

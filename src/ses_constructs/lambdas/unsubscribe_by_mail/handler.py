"""Opts the author of a received message out of a contact list, as ``List-Unsubscribe: <mailto:...>`` asks for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from ses_constructs.facts.received_mail import HeaderBlock, ReceivedMail, Verdict
from ses_constructs.lambdas.handle_mail import clients
from ses_constructs.lambdas.handle_mail.saved_mail import header_of
from ses_constructs.lambdas.handle_mail.telling import say


def handler(event: object, _context: object) -> None:
    """Handles each message. What fails is tried again by Lambda, and then lies in the dead-letter queue."""
    for received in ReceivedMail.all_in(event):
        unsubscribe(received)


def unsubscribe(received: ReceivedMail) -> None:
    """Opts out whoever wrote a message, or says why not. Doing it twice does no harm."""
    header = header_of(received)
    authors = header.addresses("from")
    reason = _why_not(received, header, authors)
    if reason is not None:
        say("left alone", received.message_id, why=reason)
        return
    topics = _topics(received)
    _opt_out(os.environ["CONTACT_LIST"], authors[0], topics)
    say("opted out", received.message_id, topics=topics or "all")


def _why_not(received: ReceivedMail, header: HeaderBlock, authors: tuple[str, ...]) -> str | None:
    receipt = received.receipt
    if not received.envelope_sender:
        return "it is a bounce or another report"
    if (header.first("auto-submitted") or "").lower().startswith("auto-replied"):
        return "it is an automatic reply"
    if len(authors) != 1:
        return "it does not say from whom it is"
    if Verdict.FAIL in (receipt.dmarc, receipt.virus, receipt.spam):
        return "it may not be from whom it says"
    return None


def _topics(received: ReceivedMail) -> list[str]:
    """The topic of ``box+topic@domain``; none of the list's own means all mail."""
    known = {name.lower(): name for name in json.loads(os.environ["TOPICS"])}
    labels = [recipient.rpartition("@")[0].partition("+")[2].lower() for recipient in received.receipt.recipients]
    return [known[label] for label in labels if label in known]


def _opt_out(contact_list: str, address: str, topics: list[str]) -> None:
    """Keeps what else the list knows of the contact: an update replaces all of it."""
    client = clients.sesv2()
    preferences: list[Any] = [{"TopicName": name, "SubscriptionStatus": "OPT_OUT"} for name in topics]
    try:
        contact: Mapping[str, Any] = client.get_contact(ContactListName=contact_list, EmailAddress=address)
    except client.exceptions.NotFoundException:
        # A contact that says no: a later import does not make one that says yes.
        client.create_contact(
            ContactListName=contact_list,
            EmailAddress=address,
            UnsubscribeAll=not topics,
            TopicPreferences=preferences,
        )
        return
    named = {one["TopicName"] for one in preferences}
    kept = [one for one in contact.get("TopicPreferences", []) if one["TopicName"] not in named]
    data = {"AttributesData": contact["AttributesData"]} if contact.get("AttributesData") else {}
    client.update_contact(
        ContactListName=contact_list,
        EmailAddress=address,
        UnsubscribeAll=bool(contact.get("UnsubscribeAll")) or not topics,
        TopicPreferences=[*kept, *preferences],
        **data,
    )

"""Mail for a contact list: who has left, and what SES puts into mail so that people can leave.

Guide: Using subscription management. The links lead to a name that nobody has; who follows one is played by
``Outside.unsubscribe``.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

from ses_constructs.local.ses import contacts
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request, not_found
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.ses.subscription import SubscriptionOptions

_PLACEHOLDER = "{{amazonSESUnsubscribeUrl}}"
_MOST = 2
_POLICY = policy.SMTP.clone(refold_source="none")


def check(state: PlaceState, options: SubscriptionOptions) -> None:
    """Refuses a list or a topic that is not there.

    :raises RefusedError: with the error SES gives
    """
    found = contacts.find_list(state, options.contact_list)
    if found is None:
        raise not_found(f"List with name: {options.contact_list} doesn't exist.")
    if options.topic is not None and options.topic not in contacts.topics_of(found):
        raise bad_request(f"Topic {options.topic} doesn't exist in List.")


def has_left(state: PlaceState, options: SubscriptionOptions, address: str) -> bool:
    """Whether the contact wants no mail for the list, or none about the topic."""
    found = contacts.find_list(state, options.contact_list)
    contact: Document | None = None if found is None else found["Contacts"].get(address)
    if found is None or contact is None:
        return False
    if contact["UnsubscribeAll"]:
        return True
    return options.topic is not None and contacts.status(found, contact, options.topic) == contacts.OUT


def prepare(state: PlaceState, options: SubscriptionOptions, recipients: Sequence[str], raw: bytes) -> bytes:
    """Adds recipients who are no contacts yet; puts links and headers into a message for one recipient."""
    found = contacts.find_list(state, options.contact_list)
    if found is not None:
        for address in recipients:
            if address not in found["Contacts"]:
                contacts.put(state, found, {"EmailAddress": address})
    return _with_links(raw) if len(recipients) == 1 else raw


def _with_links(raw: bytes) -> bytes:
    message = message_from_bytes(raw, policy=_POLICY)
    assert isinstance(message, EmailMessage)
    token = secrets.token_hex(16)
    url = f"https://unsubscribe.ses.test/{token}"
    for part in message.walk():
        if part.get_content_maintype() == "text":
            _replace(part, url)
    for name, value in (
        ("List-Unsubscribe", f"<mailto:{token}@unsubscribe.ses.test>, <{url}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ):
        del message[name]
        message[name] = value
    return message.as_bytes()


def _replace(part: EmailMessage, url: str) -> None:
    text = str(part.get_content())
    if _PLACEHOLDER in text:
        part.set_content(text.replace(_PLACEHOLDER, url, _MOST), subtype=part.get_content_subtype())

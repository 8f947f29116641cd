"""Contacts of the account's list, which the API, imports and sending share."""

from __future__ import annotations

import json

from ses_constructs.local.ses.documents import Document, without_none
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.state import PlaceState

KIND = "ContactList"
IN, OUT = "OPT_IN", "OPT_OUT"
_MEMBERS = ("TopicPreferences", "UnsubscribeAll", "AttributesData")


def find_list(state: PlaceState, name: str) -> Document | None:
    """A contact list, or ``None``."""
    return state.kept(KIND).get(name)


def topics_of(contact_list: Document) -> dict[str, str]:
    """The default status of each topic."""
    return {topic["TopicName"]: topic["DefaultSubscriptionStatus"] for topic in contact_list.get("Topics", [])}


def status(contact_list: Document, contact: Document, topic: str) -> str:
    """What a contact wants of a topic: what it has chosen, else the topic's default."""
    chosen = {each["TopicName"]: each["SubscriptionStatus"] for each in contact.get("TopicPreferences", [])}
    return str(chosen.get(topic, topics_of(contact_list).get(topic, OUT)))


def put(state: PlaceState, contact_list: Document, given: Document) -> None:
    """Makes a contact, or replaces its preferences.

    :raises RefusedError: for a topic that the list has not, or attributes that are no JSON object
    """
    address, now = str(given["EmailAddress"]), state.now()
    _check(contact_list, given)
    present = contact_list["Contacts"].get(address)
    contact_list["Contacts"][address] = {
        "UnsubscribeAll": False,
        **without_none({member: given.get(member) for member in _MEMBERS}),
        "EmailAddress": address,
        "CreatedTimestamp": now if present is None else present["CreatedTimestamp"],
        "LastUpdatedTimestamp": now,
    }


def chosen(contact_list: Document, wanted: Document | None) -> list[Document]:
    """The contacts that a filter of ``ListContacts`` lets through."""
    every: list[Document] = list(contact_list["Contacts"].values())
    if not wanted:
        return every
    topic = wanted.get("TopicFilter", {})
    return [each for each in every if _passes(contact_list, each, wanted.get("FilteredStatus"), topic)]


def _passes(contact_list: Document, contact: Document, wanted: str | None, topic: Document) -> bool:
    name = topic.get("TopicName")
    if name is None:
        return wanted is None or (OUT if contact["UnsubscribeAll"] else IN) == wanted
    has_chosen = any(each["TopicName"] == name for each in contact.get("TopicPreferences", []))
    if not has_chosen and not topic.get("UseDefaultIfPreferenceUnavailable"):
        return False
    found = OUT if contact["UnsubscribeAll"] else status(contact_list, contact, name)
    return wanted is None or found == wanted


def _check(contact_list: Document, given: Document) -> None:
    known = topics_of(contact_list)
    for preference in given.get("TopicPreferences") or []:
        if preference["TopicName"] not in known:
            raise bad_request(f"Topic {preference['TopicName']} doesn't exist in List.")
    attributes = given.get("AttributesData")
    if attributes is not None and not _is_object(attributes):
        raise bad_request("AttributesData is no valid JSON object.")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False

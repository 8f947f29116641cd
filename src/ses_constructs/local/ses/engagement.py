"""What recipients do with a message: they open it, follow its links, and unsubscribe.

Nothing of it comes by API: the caller plays the recipient. As SES, it sees opens and clicks only of HTML, and no
link that says ``ses:no-track``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from ses_constructs.local.ses import events
from ses_constructs.local.ses.contacts import KIND as CONTACT_LIST
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.events import EventType
from ses_constructs.local.ses.mail import Mail
from ses_constructs.local.ses.publishing import publish
from ses_constructs.local.ses.state import PlaceState

MOST_LINKS = 250
"""Links of a message that SES follows. Guide: FAQs about metrics (click tracking)."""


class NothingToDoError(ValueError):
    """The recipient cannot do that: the text says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who does it, as SES sees it."""

    ip: str = "192.0.2.44"
    user_agent: str = "Emulated-Reader/1.0"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the message."""

    target: str
    tracked: bool
    tags: dict[str, list[str]] = field(default_factory=dict)


def open_message(state: PlaceState, message_id: str, reader: Reader) -> None:
    """Shows the message with its pictures.

    :raises NothingToDoError: for a message that is not known, or has no HTML
    """
    mail = _require(state, message_id)
    _html(mail)
    payload = events.opened(state, ip=reader.ip, user_agent=reader.user_agent)
    publish(state, mail, EventType.OPEN, payload, recipients=1)


def follow_link(state: PlaceState, message_id: str, target: str, reader: Reader) -> None:
    """Follows a link; one that is not tracked tells nobody.

    :raises NothingToDoError: for a message or link that is not known
    """
    mail = _require(state, message_id)
    links = links_of(_html(mail))
    found = next((link for link in links if link.target == target), None)
    if found is None:
        known = ", ".join(link.target for link in links) or "none"
        raise NothingToDoError(f"message {message_id} has no link {target}; its links: {known}")
    if not found.tracked:
        return
    payload = events.clicked(state, ip=reader.ip, user_agent=reader.user_agent, link=target, tags=found.tags)
    publish(state, mail, EventType.CLICK, payload, recipients=1)


def unsubscribe(state: PlaceState, message_id: str, contact_list: str, topic: str | None) -> None:
    """Takes the recipient off a topic of a contact list, or off the whole list.

    :raises NothingToDoError: for a message, list or topic that is not known, or a recipient who is not in the list
    """
    mail = _require(state, message_id)
    listed = state.kept(CONTACT_LIST).get(contact_list)
    contacts = {} if listed is None else listed["Contacts"]
    address = next((recipient for recipient in mail.recipients if recipient in contacts), None)
    if listed is None or address is None:
        raise NothingToDoError(f"no recipient of {message_id} is in the contact list {contact_list}")
    if topic is not None and topic not in {each["TopicName"] for each in listed.get("Topics", [])}:
        raise NothingToDoError(f"the contact list {contact_list} has no topic {topic}")
    old = dict(contacts[address])
    contacts[address] = _without(old, topic) | {"LastUpdatedTimestamp": state.now()}
    defaults = listed.get("Topics", [])
    payload = events.subscription(state, contact_list, defaults, old=old, new=contacts[address])
    publish(state, mail, EventType.SUBSCRIPTION, payload, recipients=1)


def links_of(html: str) -> list[Link]:
    """The links of a message in order; after the first 250 none is tracked."""
    reader = _Links()
    reader.feed(html)
    found = reader.found
    return found[:MOST_LINKS] + [Link(link.target, tracked=False) for link in found[MOST_LINKS:]]


def _without(contact: Document, topic: str | None) -> Document:
    if topic is None:
        return contact | {"UnsubscribeAll": True}
    kept = [each for each in contact.get("TopicPreferences", []) if each["TopicName"] != topic]
    return contact | {"TopicPreferences": [*kept, {"TopicName": topic, "SubscriptionStatus": "OPT_OUT"}]}


def _require(state: PlaceState, message_id: str) -> Mail:
    mail = state.mails.get(message_id)
    if mail is None:
        raise NothingToDoError(f"no message {message_id} was sent here")
    return mail


def _html(mail: Mail) -> str:
    message = message_from_bytes(mail.raw, policy=policy.SMTP)
    body = message.get_body(("html",)) if isinstance(message, EmailMessage) else None
    if body is None:
        raise NothingToDoError(f"message {mail.message_id} has no HTML part, in which SES sees opens and clicks")
    return str(body.get_content())


class _Links(HTMLParser):
    """Collects ``<a href>`` with the attributes ``ses:tags`` and ``ses:no-track``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        target = given.get("href")
        if tag == "a" and target is not None:
            tags = _link_tags(given.get("ses:tags") or "")
            self.found.append(Link(target, tracked="ses:no-track" not in given, tags=tags))


def _link_tags(text: str) -> dict[str, list[str]]:
    """``key:value;other:value;`` as a mapping."""
    found: dict[str, list[str]] = {}
    for pair in text.split(";"):
        name, colon, value = pair.partition(":")
        if colon:
            found.setdefault(name.strip(), []).append(value.strip())
    return found

"""Dimensions by which CloudWatch would count every recipient or every message apart.

Guide: Set up a CloudWatch event destination for event publishing; it warns that each value is a billed metric, and
says nothing of names. That a name tells of many values is our reading of it.
"""

from __future__ import annotations

import re

from .events import COSTLY_TAGS

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PEOPLE = frozenset({"contact", "customer", "member", "person", "recipient", "subscriber", "user"})
_THINGS = frozenset(
    {
        "booking",
        "correlation",
        "idempotency",
        "invoice",
        "message",
        "order",
        "payment",
        "request",
        "session",
        "thread",
        "ticket",
        "trace",
        "tracking",
        "transaction",
        "unique",
    }
)
"""Of what each message has another one, when the name goes on with a word such as ``id``."""
_TELLS_APART = frozenset({"guid", "hash", "id", "identifier", "no", "nr", "number", "ref", "reference", "uuid"})
"""Alone too, but not after another word: the ``id`` of a campaign has few values."""
_SENDERS = frozenset({"from", "reply", "return", "sender", "source"})
_A_PERSON = frozenset({"email", "login", "phone", "recipient", "recipients", "subscriber", "user", "username"})
_NEVER_TWICE = frozenset({"nonce", "timestamp", "token"})
_HEADERS = frozenset(
    {"date", "in-reply-to", "list-unsubscribe", "references", "subject", "thread-index", "x-entity-ref-id"}
)
"""Headers with another value in each message, beside those that SES refuses to count by."""

BY_DOMAIN = "ses:from-domain"
"""An auto-tag that is costly too, unless few domains send."""
FEW_DOMAINS = 10
"""So many are what one wants to see apart."""
RECIPIENT, MESSAGE, MANY = "each recipient", "each message", "each of many senders or servers"


def values_for(name: str, *, header: bool = False) -> str | None:
    """For what a dimension has a value of its own, as its name tells; None for an ordinary name.

    >>> values_for("user-id"), values_for("orderNumber"), values_for("campaign"), values_for("email-type")
    ('each recipient', 'each message', None, None)

    Args:
        name: Of a message tag, a header or a link tag.
        header: True for a header.
    """
    if name in COSTLY_TAGS and not header:
        return MANY
    if name.lower() in _HEADERS and header:
        return MESSAGE
    words = [word.lower() for word in _WORD.findall(name)]
    if words[:1] == ["x"]:
        words = words[1:]
    return _told_by(words) if words else None


def _told_by(words: list[str]) -> str | None:
    *before, last = words
    # "userid" is written in one word as often as in two.
    if last.endswith("id") and last[:-2] in _PEOPLE | _THINGS:
        before, last = [*before, last[:-2]], "id"
    owner = before[-1] if before else None
    if last in _NEVER_TWICE or (last in _TELLS_APART and (owner is None or owner in _THINGS)):
        return MESSAGE
    if last == "address" and not _SENDERS & set(before):
        return RECIPIENT
    if owner is None:
        return RECIPIENT if last in _A_PERSON else None
    of_a_person = owner in _PEOPLE and last in _TELLS_APART | {"email", "mail", "phone"}
    return RECIPIENT if of_a_person or (owner == "email" and last == "hash") else None

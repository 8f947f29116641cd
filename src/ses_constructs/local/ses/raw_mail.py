"""Raw messages: the headers that speak to SES, and those that must not reach the recipient."""

from __future__ import annotations

import re

from ses_constructs.local.ses.mail import addresses, header
from ses_constructs.local.ses.subscription import SubscriptionOptions

_SET_HEADER = "X-SES-CONFIGURATION-SET"
_LIST_HEADER = "X-SES-LIST-MANAGEMENT-OPTIONS"
_TAGS_HEADER = "X-SES-MESSAGE-TAGS"
_PRIVATE = re.compile(rb"(x-ses-[^:]*|bcc)\s*:", re.IGNORECASE)


def configuration_set(raw: bytes) -> str | None:
    """The configuration set the message asks for in its header."""
    return header(raw, _SET_HEADER)


def subscription(raw: bytes) -> SubscriptionOptions | None:
    """Contact list and topic of the header ``{contactListName}; topic={topicName}``."""
    value = header(raw, _LIST_HEADER)
    if not value:
        return None
    name, _, rest = value.partition(";")
    topic = rest.strip().removeprefix("topic=").strip()
    return SubscriptionOptions(name.strip(), topic or None)


def message_tags(raw: bytes) -> dict[str, str]:
    """Message tags of the header ``n1=v1, n2=v2``."""
    value = header(raw, _TAGS_HEADER) or ""
    pairs = (part.partition("=") for part in value.split(",") if part.strip())
    return {name.strip(): content.strip() for name, _, content in pairs}


def sender(raw: bytes) -> str:
    """The From header, empty when there is none."""
    return header(raw, "From") or ""


def recipients(raw: bytes) -> list[str]:
    """Everybody in To, Cc and Bcc."""
    return addresses(*(header(raw, name) or "" for name in ("To", "Cc", "Bcc")))


def without_private_headers(raw: bytes) -> bytes:
    """The message without its Bcc and SES headers; everything else stays byte for byte."""
    kept: list[bytes] = []
    dropping = in_body = False
    for line in raw.splitlines(keepends=True):
        if not in_body:
            in_body = not line.strip()
            if not line.startswith((b" ", b"\t")):
                dropping = _PRIVATE.match(line) is not None
            if dropping and not in_body:
                continue
        kept.append(line)
    return b"".join(kept)

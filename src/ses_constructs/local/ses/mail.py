"""A message on its way out, and how requests and raw text become one."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import formatdate, getaddresses

from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.failures import bad_request
from ses_constructs.local.ses.identity import Identity
from ses_constructs.local.ses.subscription import SubscriptionOptions

_HEADER_LIMIT = 10 * 1024
_POLICY = policy.SMTP.clone(refold_source="none")


@dataclass(frozen=True, slots=True)
class Mail:
    """What the event records say about a message."""

    message_id: str
    timestamp: datetime
    source: str
    identity: Identity
    recipients: tuple[str, ...]
    raw: bytes
    tags: dict[str, list[str]] = field(default_factory=dict)
    configuration_set: ConfigurationSet | None = None
    tenant: str | None = None
    subscription: SubscriptionOptions | None = None

    def headers(self) -> tuple[list[Document], bool]:
        """The headers of the message, see :func:`listed_headers`."""
        return listed_headers(self.raw)


def listed_headers(raw: bytes) -> tuple[list[Document], bool]:
    """Headers as ``{"name", "value"}`` up to 10 KB, and whether some were cut off."""
    found: list[Document] = []
    size = 0
    for name, value in headers_of(raw):
        size += len(name) + len(value)
        if size > _HEADER_LIMIT:
            return found, True
        found.append({"name": name, "value": value})
    return found, False


def new_message_id() -> str:
    """An id in the form SES gives."""
    return f"0100{secrets.token_hex(6)}-{uuid.uuid4()}-000000"


def headers_of(raw: bytes) -> list[tuple[str, str]]:
    """Every header in order, unfolded and decoded. Anything is read, however malformed."""
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    return [(name, _decoded(str(value))) for name, value in message.items()]


def header(raw: bytes, name: str) -> str | None:
    """The first header of a name."""
    return next((value for found, value in headers_of(raw) if found.lower() == name.lower()), None)


def addresses(*values: str) -> list[str]:
    """Bare addresses of header values or of ``"Name <address>"`` strings."""
    return [address for _, address in getaddresses(list(values)) if address]


def common_headers(raw: bytes) -> Document:
    """The headers most readers want, by their name in the records; absent ones are left out."""
    found: Document = {}
    for key, name in (("from", "From"), ("replyTo", "Reply-To"), ("to", "To"), ("cc", "Cc"), ("bcc", "Bcc")):
        value = header(raw, name)
        if value is not None:
            found[key] = [_named(*pair) for pair in getaddresses([value])]
    single = (("date", "Date"), ("sender", "Sender"), ("returnPath", "Return-Path"))
    for key, name in (*single, ("messageId", "Message-ID"), ("subject", "Subject")):
        value = header(raw, name)
        if value is not None:
            found[key] = value
    return found


def _named(name: str, address: str) -> str:
    if not name:
        return address
    return f'"{name}" <{address}>' if re.search(r"[^\w\s]", name) else f"{name} <{address}>"


def _decoded(value: str) -> str:
    unfolded = re.sub(r"\r?\n[ \t]*", " ", value).strip()
    try:
        return str(make_header(decode_header(unfolded)))
    except (ValueError, LookupError, HeaderParseError):
        return unfolded


def compose(
    *,
    sender: str,
    to: list[str],
    cc: list[str],
    reply_to: list[str],
    subject: str,
    text: str | None,
    html: str | None,
    headers: list[Document],
    attachments: list[Document],
) -> bytes:
    """Builds the raw message of a formatted or templated send."""
    try:
        message = _composed(sender, to, cc, reply_to, subject, headers)
        _set_body(message, text, html)
        for attachment in attachments:
            _attach(message, attachment)
        return message.as_bytes()
    except (ValueError, TypeError) as error:
        # A line break in a header, a header that may stand only once, a character that is none.
        raise bad_request(f"The message cannot be built: {error}") from error


def _composed(
    sender: str, to: list[str], cc: list[str], reply_to: list[str], subject: str, headers: list[Document]
) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"], message["Subject"], message["Date"] = sender, subject, formatdate()
    for name, values in (("To", to), ("Cc", cc), ("Reply-To", reply_to)):
        if values:
            message[name] = ", ".join(values)
    for extra in headers:
        message[extra["Name"]] = extra["Value"]
    return message


def _set_body(message: EmailMessage, text: str | None, html: str | None) -> None:
    if text is not None:
        message.set_content(text)
    if html is not None:
        if text is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")


def _attach(message: EmailMessage, attachment: Document) -> None:
    main, _, sub = attachment.get("ContentType", "application/octet-stream").partition("/")
    message.add_attachment(
        attachment["RawContent"],
        maintype=main,
        subtype=sub,
        filename=attachment["FileName"],
        disposition=attachment.get("ContentDisposition", "ATTACHMENT").lower(),
        cid=attachment.get("ContentId"),
    )

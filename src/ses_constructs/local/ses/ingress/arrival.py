"""A message at an ingress point, and what of it went which way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.inbound import Inbound
from ses_constructs.local.ses.mail import headers_of
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.ses.verdicts import Verdicts, verdicts_of

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that a traffic policy let in; ``point`` is the ingress point it came to."""

    point: Document
    message_id: str
    timestamp: datetime
    source: str
    raw: bytes
    connection: Connection
    verdicts: Verdicts = field(init=False)
    headers: Headers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdicts", verdicts_of(self.source, self.raw))
        object.__setattr__(self, "headers", tuple(headers_of(self.raw)))

    def values(self, name: str, added: Headers = ()) -> list[str]:
        """Every header of a name, as text."""
        return [value for found, value in (*self.headers, *added) if found.lower() == name.lower()]

    def message(self, branch: Branch) -> bytes:
        """The message as it leaves: with its trace (RFC 5321, 4.4) and the headers that rules added."""
        host = f"{self.connection.helo} ([{self.connection.source_ip}])"
        trace = (
            "Received",
            f"from {host} by {self.point.get('ARecord', 'mail-manager')} with ESMTP id {self.message_id}; "
            f"{format_datetime(self.timestamp)}",
        )
        text = "".join(f"{name}: {value}\r\n" for name, value in (trace, *branch.added))
        return text.encode(errors="surrogateescape") + self.raw

    def records(self, state: PlaceState, branch: Branch, action: Document) -> Document:
        """``mail`` and ``receipt`` of a notification.

        Guide: Rule sets and rules (the Lambda payload is that of email receiving).
        """
        seen = Inbound(self.message_id, self.timestamp, self.source, self.raw, list(branch.added), self.connection)
        receipt = seen.receipt_record(state, list(branch.recipients), action, scanned=True)
        return {"mail": seen.mail_record(), "receipt": receipt}


@dataclass(frozen=True, slots=True)
class Branch:
    """Recipients for whom a message has come the same way so far: with the same headers added."""

    recipients: tuple[str, ...]
    added: Headers = ()

    def having(self, name: str, value: str) -> Branch:
        """With one more header."""
        return replace(self, added=(*self.added, (name, value)))

    def sent_to(self, recipients: tuple[str, ...]) -> Branch:
        """With other recipients."""
        return replace(self, recipients=tuple(dict.fromkeys(recipients)))


def merged(branches: list[Branch]) -> list[Branch]:
    """Branches that carry the same headers become one again; none is left without recipients."""
    joined: dict[Headers, list[str]] = {}
    for branch in branches:
        joined.setdefault(branch.added, []).extend(branch.recipients)
    found = (Branch(tuple(dict.fromkeys(recipients)), added) for added, recipients in joined.items())
    return [branch for branch in found if branch.recipients]

"""An automatic reply that starts no conversation among programs. RFC 3834."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from .automatic import LOOP_HEADER, unanswerable
from .header_block import HeaderBlock, shown
from .notices import ReceivedMail

_MOST_REFERENCES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered.

    Args:
        sender: The address the reply comes from.
        sender_name: The name beside it; may be empty.
        subject: Empty: ``Auto: `` and the subject of the message.
        text: The body.
    """

    sender: str
    sender_name: str
    subject: str
    text: str

    def why_not(self, received: ReceivedMail, header: HeaderBlock) -> str | None:
        """Why a message gets no reply; ``None`` when it gets one.

        Beside what programs sent, that is mail whose sender may be made up, mail that is spam, and mail that does
        not name the recipient: then somebody else's address brought it here.
        """
        reason = unanswerable(received, header, own=self.sender)
        if reason is not None:
            return reason
        named = {address.lower() for name in ("to", "cc") for address in header.addresses(name)}
        if not named & {recipient.lower() for recipient in received.receipt.recipients}:
            return "it does not name the recipient"
        return None

    def message(self, header: HeaderBlock, *, to: str) -> bytes:
        """The reply. The subject is the only text of the message that comes back: it cannot carry an offer."""
        asked = shown(header.first("subject") or "", longest=120)
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr((self.sender_name, self.sender)) if self.sender_name else self.sender
        message["To"] = to
        message["Subject"] = self.subject or f"Auto: {asked}".strip()
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
        message["Precedence"] = "junk"
        message[LOOP_HEADER] = self.sender
        ids = [id for id in _ids(header, "references") if id][-_MOST_REFERENCES:]
        answered = _ids(header, "message-id")[:1]
        if answered:
            message["In-Reply-To"] = answered[0]
            message["References"] = " ".join(dict.fromkeys([*ids, *answered]))
        message.set_content(self.text)
        return message.as_bytes()


def _ids(header: HeaderBlock, name: str) -> list[str]:
    """Message ids as they are written, ``<...@...>``; anything else could be a header of its own."""
    words = (header.first(name) or "").split()
    return [word for word in words if word.isascii() and word[:1] + word[-1:] == "<>" and len(word) < 250]

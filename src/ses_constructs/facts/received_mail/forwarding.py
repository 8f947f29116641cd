"""A received message made fit to be sent on: a sender that SES has verified, and everything else as it came."""

from __future__ import annotations

from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from .automatic import LOOP_HEADER
from .header_block import HeaderBlock, HeaderField, is_address, shown
from .returning import ORIGINAL_TO

_MOST_REPLY_TO = 5
_LEFT_OUT = frozenset(
    {"from", "sender", "reply-to", "return-path", "bcc", "message-id", "authentication-results", "received-spf"}
    | {"dkim-signature", "domainkey-signature", "disposition-notification-to", "disposition-notification-options"}
    | {"return-receipt-to", "errors-to", "bounces-to", "x-original-from", "x-original-message-id"}
    | {ORIGINAL_TO.lower()}
)
"""What names the sender anew, breaks with it, or makes the reader's program answer to strangers."""
_LEFT_OUT_PREFIXES = ("x-ses-", "arc-")
"""SES obeys X-SES- headers of mail it sends: a stranger could choose the configuration set."""
# fmt: off
ONLY_ONCE = frozenset(
    {
        "accept-language", "acceptlanguage", "archived-at", "auto-submitted", "bounces-to", "comments",
        "content-alternative", "content-base", "content-class", "content-description",
        "content-disposition", "content-duration", "content-id", "content-language", "content-length",
        "content-location", "content-md5", "content-transfer-encoding", "content-type", "date",
        "delivered-to", "disposition-notification-options", "disposition-notification-to",
        "dkim-signature", "domainkey-signature", "errors-to", "from", "importance", "in-reply-to",
        "keywords", "list-archive", "list-help", "list-id", "list-owner", "list-post", "list-subscribe",
        "list-unsubscribe", "list-unsubscribe-post", "message-context", "message-id", "mime-version",
        "organization", "original-from", "original-message-id", "original-recipient", "original-subject",
        "precedence", "priority", "references", "reply-to", "return-path", "return-receipt-to", "sender",
        "solicitation", "sensitivity", "subject", "thread-index", "thread-topic", "user-agent", "vbr-info",
    }
)
# fmt: on
"""SES refuses a message that has one of these twice. Guide: Amazon SES header fields requirements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way to somebody else.

    Args:
        sender: The verified address it is sent from, and marked with.
        received_for: The recipient it came for.
        envelope_sender: Empty for bounces.
    """

    sender: str
    received_for: str
    envelope_sender: str

    def forwarded(self, raw: bytes, header: HeaderBlock) -> bytes:
        """The message with another sender; its body is the same, byte for byte."""
        kept = [*self._own_fields(header), *self._kept(header)]
        return b"".join(line + b"\r\n" for line in kept) + b"\r\n" + raw[header.body_at :]

    def notice(self, header: HeaderBlock, *, to: str, why: str, size: int, saved_as: str) -> bytes:
        """A message that says that another one could not be sent on, and where it is."""
        subject = shown(header.first("subject") or "", longest=120)
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr((f"Mail for {self.received_for}", self.sender))
        message["To"] = to
        message["Subject"] = f"Not forwarded: {subject}" if subject else "A message was not forwarded"
        message["Auto-Submitted"] = "auto-generated"
        message[LOOP_HEADER] = self.sender
        if is_address(self.received_for):
            message[ORIGINAL_TO] = self.received_for
        message.set_content(
            f"A message for {self.received_for} could not be forwarded to you: {why}.\n\n"
            f"From: {', '.join(header.addresses('from')[:_MOST_REPLY_TO]) or self.envelope_sender or 'unknown'}\n"
            f"Subject: {subject}\nSize: {size} bytes\n\nThe whole message is kept as {saved_as}\n"
        )
        return message.as_bytes()

    def _own_fields(self, header: HeaderBlock) -> list[bytes]:
        author, address = next(iter(header.mailboxes("from")), ("", self.envelope_sender))
        name = author or address or "Unknown sender"
        fields = [("From", formataddr((f"{name} via {shown(self.received_for)}", self.sender)))]
        answer_to = header.addresses("reply-to") or header.addresses("from") or (self.envelope_sender,)
        addresses = [one for one in answer_to if is_address(one)][:_MOST_REPLY_TO]
        if addresses:
            fields.append(("Reply-To", ", ".join(addresses)))
        if is_address(address):
            fields.append(("X-Original-From", address))
        original = shown(header.first("message-id") or "")
        if original.isascii() and original:
            fields.append(("X-Original-Message-ID", original))
        fields.append((LOOP_HEADER, self.sender))
        # SES tells of the header when the message comes back, and so for whom it came.
        if is_address(self.received_for):
            fields.append((ORIGINAL_TO, self.received_for))
        return [f"{name}: {value}".encode() for name, value in fields]

    def _kept(self, header: HeaderBlock) -> list[bytes]:
        seen: set[str] = set()
        kept = []
        for field in header.fields:
            twice = field.name in seen and field.name in ONLY_ONCE
            if twice or field.name in _LEFT_OUT or field.name.startswith(_LEFT_OUT_PREFIXES):
                continue
            seen.add(field.name)
            kept.append(_in_ascii(field))
        return kept


def _in_ascii(field: HeaderField) -> bytes:
    """As it came; with letters outside ASCII, as encoded words."""
    if field.raw.isascii():
        return field.raw.replace(b"\x00", b"")
    name = field.raw.partition(b":")[0].decode(errors="replace").strip()
    return f"{name}: {Header(field.text, 'utf-8').encode(linesep=chr(13) + chr(10))}".encode()

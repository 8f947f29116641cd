"""An inbound message: what the scans say about it, and how it is told to SNS and Lambda."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from ses_constructs.local.ses.connection import ENCRYPTED, Connection
from ses_constructs.local.ses.documents import Document, iso_time
from ses_constructs.local.ses.mail import addresses, common_headers, header, listed_headers
from ses_constructs.local.ses.state import PlaceState
from ses_constructs.local.ses.verdicts import Verdicts, verdicts_of


def new_id() -> str:
    """The id of an inbound message, which is also the end of its S3 key."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(40))


@dataclass(slots=True)
class Inbound:
    """A message that was accepted. ``added`` are headers that rules put on it."""

    message_id: str
    timestamp: datetime
    source: str
    raw: bytes
    added: list[tuple[str, str]]
    connection: Connection = ENCRYPTED
    verdicts: Verdicts = field(init=False)

    def __post_init__(self) -> None:
        self.verdicts = verdicts_of(self.source, self.raw)

    def as_stored(self, state: PlaceState, recipients: list[str], *, scanned: bool) -> bytes:
        """The message with the headers SES puts on top."""
        lines = [("Return-Path", f"<{self.source}>"), ("Received", self._received(state, recipients))]
        if scanned:
            lines += [
                ("X-SES-Spam-Verdict", self.verdicts.spam),
                ("X-SES-Virus-Verdict", self.verdicts.virus),
            ]
        lines.append(("Authentication-Results", self._authentication_results()))
        text = "".join(f"{name}: {value}\r\n" for name, value in [*lines, *self.added])
        return text.encode(errors="surrogateescape") + self.raw

    def _received(self, state: PlaceState, recipients: list[str]) -> str:
        host = f"{self.connection.helo} ([{self.connection.source_ip}])"
        return (
            f"from {host} by inbound-smtp.{state.place.region}.amazonaws.com with SMTP id {self.message_id} "
            f"for {recipients[0]}; {format_datetime(self.timestamp)}"
        )

    def _authentication_results(self) -> str:
        """RFC 8601, with the words that RFC 7601 has for the verdicts."""
        author = next(iter(addresses(header(self.raw, "From") or "")), self.source).rpartition("@")[2]
        verdicts, connection = self.verdicts, self.connection
        return (
            f"amazonses.com; spf={_WORDS[verdicts.spf]} client-ip={connection.source_ip}; "
            f"envelope-from={self.source}; helo={connection.helo}; "
            f"dkim={_WORDS[verdicts.dkim]} header.i=@{author}; "
            f"dmarc={_WORDS[verdicts.dmarc]} header.from={author};"
        )

    def mail_record(self) -> Document:
        """``mail`` of a notification."""
        listed, truncated = listed_headers(self.raw)
        listed += [{"name": name, "value": value} for name, value in self.added]
        named = addresses(*(header(self.raw, name) or "" for name in ("To", "Cc")))
        common = {"returnPath": self.source} | common_headers(self.raw)
        return {
            "timestamp": iso_time(self.timestamp),
            "source": self.source,
            "messageId": self.message_id,
            "destination": named,
            "headersTruncated": truncated,
            "headers": listed,
            "commonHeaders": common,
        }

    def receipt_record(
        self, state: PlaceState, recipients: list[str], action: Document, *, scanned: bool
    ) -> Document:
        """``receipt`` of a notification; a rule that does not scan sees ``DISABLED``."""
        spent, verdicts = state.now() - self.timestamp, self.verdicts
        policy = {} if verdicts.dmarc_policy is None else {"dmarcPolicy": verdicts.dmarc_policy}
        return {
            "timestamp": iso_time(self.timestamp),
            "processingTimeMillis": int(spent.total_seconds() * 1000),
            "recipients": recipients,
            "spamVerdict": {"status": verdicts.spam if scanned else "DISABLED"},
            "virusVerdict": {"status": verdicts.virus if scanned else "DISABLED"},
            "spfVerdict": {"status": verdicts.spf},
            "dkimVerdict": {"status": verdicts.dkim},
            "dmarcVerdict": {"status": verdicts.dmarc},
            **policy,
            "action": action,
        }


_WORDS = {"PASS": "pass", "FAIL": "fail", "GRAY": "none", "PROCESSING_FAILED": "temperror"}

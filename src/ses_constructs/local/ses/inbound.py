"""An inbound message: what the scans say about it, and how it is told to SNS and Lambda."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.documents import Document, iso_time
from ses_constructs.local.ses.mail import addresses, common_headers, header, listed_headers
from ses_constructs.local.ses.state import PlaceState

# The spam filter test string of SpamAssassin.
GTUBE = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


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

    @property
    def spam_verdict(self) -> str:
        """``FAIL`` for the GTUBE string."""
        return "FAIL" if GTUBE in self.raw else "PASS"

    @property
    def virus_verdict(self) -> str:
        """``FAIL`` for the EICAR string."""
        return "FAIL" if EICAR in self.raw else "PASS"

    def as_stored(self, state: PlaceState, recipients: list[str], *, scanned: bool) -> bytes:
        """The message with the headers SES puts on top."""
        region, domain = state.place.region, self.source.rpartition("@")[2]
        lines = [
            ("Return-Path", f"<{self.source}>"),
            (
                "Received",
                f"from {domain or 'localhost'} by inbound-smtp.{region}.amazonaws.com with SMTP id "
                f"{self.message_id} for {recipients[0]}; {format_datetime(self.timestamp)}",
            ),
        ]
        if scanned:
            lines += [
                ("X-SES-Spam-Verdict", self.spam_verdict),
                ("X-SES-Virus-Verdict", self.virus_verdict),
            ]
        lines.append(
            (
                "Authentication-Results",
                f"amazonses.com; spf=pass envelope-from={self.source}; dkim=pass header.i=@{domain}; "
                f"dmarc=pass header.from={domain}",
            )
        )
        text = "".join(f"{name}: {value}\r\n" for name, value in [*lines, *self.added])
        return text.encode() + self.raw

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
        spent = state.now() - self.timestamp
        return {
            "timestamp": iso_time(self.timestamp),
            "processingTimeMillis": int(spent.total_seconds() * 1000),
            "recipients": recipients,
            "spamVerdict": {"status": self.spam_verdict if scanned else "DISABLED"},
            "virusVerdict": {"status": self.virus_verdict if scanned else "DISABLED"},
            "spfVerdict": {"status": "PASS"},
            "dkimVerdict": {"status": "PASS"},
            "dmarcVerdict": {"status": "PASS"},
            "action": action,
        }

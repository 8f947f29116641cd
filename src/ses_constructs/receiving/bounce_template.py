"""What a bounce tells the sender."""

from __future__ import annotations

from enum import Enum


class BounceTemplate(Enum):
    """The replies that SES offers for a bounce.

    Guide: Return bounce response action.
    """

    MAILBOX_DOES_NOT_EXIST = ("550", "5.1.1", "Mailbox does not exist")
    MESSAGE_TOO_LARGE = ("552", "5.3.4", "Message too large")
    MAILBOX_FULL = ("552", "5.2.2", "Mailbox full")
    MESSAGE_CONTENT_REJECTED = ("500", "5.6.1", "Message content rejected")
    UNKNOWN_FAILURE = ("554", "5.0.0", "Unknown failure")
    TEMPORARY_FAILURE = ("450", "4.0.0", "Temporary failure")

    def __init__(self, smtp_reply_code: str, status_code: str, message: str) -> None:
        self.smtp_reply_code = smtp_reply_code
        self.status_code = status_code
        self.message = message

"""What goes through the door of the emulated SES: HTTP requests and answers, and the fate of inbound mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are in lower case, the path is as sent (still percent-encoded)."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class BounceReply:
    """A bounce that a receipt rule sent back."""

    recipient: str
    sender: str
    smtp_reply_code: str
    status_code: str
    message: str


@dataclass(frozen=True, slots=True)
class InboundResult:
    """What became of an inbound message.

    ``accepted`` is the answer a sending mail server would see (``reply`` is its SMTP text).
    ``matched`` names the rules that ran, in order; ``actions`` what was done (``"S3 bucket/key"``);
    ``failures`` what a target refused, with its reason.
    """

    accepted: bool
    reply: str
    message_id: str = ""
    matched: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    bounces: tuple[BounceReply, ...] = field(default=())

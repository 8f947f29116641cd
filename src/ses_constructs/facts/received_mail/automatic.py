"""Mail that no person wrote, and mail that comes round again. RFC 3834; RFC 5321, section 6.3."""

from __future__ import annotations

import re

from .header_block import HeaderBlock, is_address
from .notices import ReceivedMail, Verdict

LOOP_HEADER = "X-Loop"
MOST_HOPS = 100
"""``Received`` fields. RFC 5321 takes a hundred for a loop."""
_ROBOTS = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|listserv|majordomo|owner-.*|.*-owner"
    r"|.*-request|.*-bounces?)([+=].*)?",
    re.IGNORECASE,
)
"""RFC 3834, section 2, and what mail systems call themselves."""
_BULK = frozenset({"bulk", "junk", "list"})
_LOOK_INTO = 256 * 1024
"""Bytes of the body of a bounce among which the header of the returned message is looked for."""


def is_robot(address: str) -> bool:
    """Whether an address belongs to a program, by its name."""
    return _ROBOTS.fullmatch(address.rpartition("@")[0]) is not None


def automatic(header: HeaderBlock, envelope_sender: str) -> str | None:
    """Why nobody may answer this message by program; ``None`` when one may."""
    if not envelope_sender:
        return "it has no envelope sender"
    if is_robot(envelope_sender):
        return "its sender is a program"
    submitted = (header.first("auto-submitted") or "no").partition(";")[0].strip().lower()
    if submitted != "no":
        return "it was submitted by a program"
    if any(each.name.startswith("list-") for each in header.fields):
        return "it came by a mailing list"
    if (header.first("precedence") or "").lower() in _BULK:
        return "it was sent in bulk"
    wishes = {wish.strip().lower() for wish in (header.first("x-auto-response-suppress") or "").split(",")}
    if wishes & {"all", "autoreply", "oof"}:
        return "its sender wants no automatic reply"
    return None


def unanswerable(received: ReceivedMail, header: HeaderBlock, *, own: str) -> str | None:
    """Why no program of ours may write to the sender of a message; ``None`` when one may.

    An answer goes to the envelope's sender, which SPF alone proves; what DKIM or DMARC say against the message
    counts too.

    Args:
        own: The address that everything of ours comes from, and is marked with.
    """
    to, receipt = received.envelope_sender, received.receipt
    reason = automatic(header, to)
    if reason is not None:
        return reason
    if own.lower() in (value.lower() for value in (to, *header.all(LOOP_HEADER.lower()))):
        return "it comes from here"
    if not is_address(to):
        return "its sender has no address that can be answered"
    if Verdict.FAIL in (receipt.spam, receipt.virus):
        return "it is spam or has a virus"
    if receipt.spf is not Verdict.PASS or Verdict.FAIL in (receipt.dkim, receipt.dmarc):
        return "its sender may be made up"
    return None


def loop(header: HeaderBlock, body: memoryview, *, envelope_sender: str, own: str) -> str | None:
    """Why sending this message on would go round in a circle; ``None`` when it would not.

    Args:
        header: Of the message.
        body: Of the message.
        envelope_sender: Empty for bounces.
        own: The address that everything sent on comes from, and is marked with.
    """
    mark = own.lower()
    if mark in (value.lower() for value in header.all(LOOP_HEADER.lower())):
        return "it was sent on from here before"
    if mark in (address.lower() for address in header.addresses("from")):
        return "it says it comes from here"
    if len(header.all("received")) > MOST_HOPS:
        return f"it has passed through more than {MOST_HOPS} hosts"
    if not envelope_sender or is_robot(envelope_sender):
        returned = bytes(body[:_LOOK_INTO]).lower()
        if f"{LOOP_HEADER}: {own}".lower().encode() in returned:
            return "it is the bounce of what was sent on from here"
    return None

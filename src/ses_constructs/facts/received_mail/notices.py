"""What SES says of a message it received: to a function it invokes, and on a topic.

Guide: Contents of notifications for Amazon SES email receiving.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ses_constructs.facts.event_records.fields import Fields
from ses_constructs.facts.event_records.mail import Mail

_DEEPEST = 8
_INSIDE = ("ses", "Sns", "Message", "body", "Body")
"""Where an envelope holds what it carries: of SES, of SNS, of SQS."""
_LISTS = ("Records", "Messages")


class Verdict(StrEnum):
    """What a check of a message came to."""

    PASS = "PASS"  # noqa: S105 - a verdict
    FAIL = "FAIL"
    GRAY = "GRAY"
    """Not signed, no policy, or not sure."""
    PROCESSING_FAILED = "PROCESSING_FAILED"
    """SES could not check."""
    DISABLED = "DISABLED"
    """The rule does not scan."""


class DmarcPolicy(StrEnum):
    """What the owner of a domain wants done with mail that fails DMARC."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptActionTaken:
    """The action that the notice is about.

    Args:
        type: ``S3``, ``SNS``, ``Bounce``, ``Lambda``, ``Stop`` or ``WorkMail``.
        bucket: Of ``S3``.
        object_key: Of ``S3``: prefix and message id.
        topic_arn: Where this notice went.
        extra: Everything else.
    """

    type: str | None = None
    bucket: str | None = None
    object_key: str | None = None
    topic_arn: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a message was received. A verdict that is absent or of no known word is ``None``.

    Args:
        timestamp: When SES took it.
        recipients: Of the envelope, as far as the rule is for them; the To header may name others.
        spam: Whether it is spam; ``FAIL`` is.
        virus: Whether it has a virus; ``FAIL`` has.
        spf: Whether the host may send for the envelope's sender.
        dkim: Whether a signature of the author's domain holds.
        dmarc: Whether one of both is of the author's domain.
        dmarc_policy: Only where DMARC fails. SES writes ``reject``; sample code of its guide reads
            ``{"status": "REJECT"}``, which is read too.
        action: What the notice is about.
        extra: Members that this version does not know.
    """

    timestamp: datetime | None = None
    recipients: tuple[str, ...] = ()
    spam: Verdict | None = None
    virus: Verdict | None = None
    spf: Verdict | None = None
    dkim: Verdict | None = None
    dmarc: Verdict | None = None
    dmarc_policy: DmarcPolicy | None = None
    action: ReceiptActionTaken = ReceiptActionTaken()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def is_authentic(self) -> bool:
        """Whether the author is who the message says: DMARC passes; without a policy, SPF or DKIM does."""
        if self.dmarc is Verdict.PASS:
            return True
        return self.dmarc is Verdict.GRAY and Verdict.PASS in (self.spf, self.dkim)

    @classmethod
    def read(cls, fields: Fields) -> Receipt:
        """The receipt of member ``receipt``."""
        return cls(
            timestamp=fields.moment("timestamp"),
            recipients=fields.texts("recipients"),
            spam=_verdict(fields, "spamVerdict"),
            virus=_verdict(fields, "virusVerdict"),
            spf=_verdict(fields, "spfVerdict"),
            dkim=_verdict(fields, "dkimVerdict"),
            dmarc=_verdict(fields, "dmarcVerdict"),
            dmarc_policy=_policy(fields),
            action=_action(fields.fields("action")),
            extra=fields.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """A message that SES received, as a notice describes it.

    Args:
        mail: The message: its id, envelope sender (``source``) and headers up to 10 KB.
        receipt: How it was received.
        content: The message itself. Only an SNS action sends it. A function finds it where an S3 action before
            its own has saved it.
    """

    mail: Mail
    receipt: Receipt
    content: bytes | None = None

    @classmethod
    def all_in(cls, given: object) -> tuple[ReceivedMail, ...]:
        """Every notice in what a function was invoked with, the body of a request, a message of a queue.

        By SES itself, by SNS, by SQS, by SNS in SQS, or alone: as text, bytes or objects. Nothing raises; what is
        no notice of received mail is passed over.
        """
        return tuple(_open(given, 0))

    @property
    def message_id(self) -> str:
        """The id that SES gave, with which the name of the saved message ends; empty when there is none."""
        return self.mail.message_id or ""

    @property
    def envelope_sender(self) -> str:
        """The envelope's sender; empty for bounces and other reports, which must not be answered."""
        source = (self.mail.source or "").strip()
        return "" if source == "<>" else source


def _open(value: object, depth: int) -> Iterator[ReceivedMail]:
    if depth > _DEEPEST:
        return
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, list | tuple):
        for one in value:
            yield from _open(one, depth + 1)
    elif isinstance(value, Mapping):
        if isinstance(value.get("mail"), Mapping) and isinstance(value.get("receipt"), Mapping):
            yield _read(value)
            return
        held = [value[name] for name in (*_LISTS, *_INSIDE) if value.get(name) is not None]
        if held:
            yield from _open(held[0], depth + 1)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _read(value: Mapping[str, object]) -> ReceivedMail:
    fields = Fields(value)
    receipt = fields.fields("receipt")
    content = fields.value("content")
    encoding = receipt.fields("action").text("encoding") or ""
    return ReceivedMail(
        mail=Mail.read(fields.fields("mail")),
        receipt=Receipt.read(receipt),
        content=_content(content, encoding) if isinstance(content, str) else None,
    )


def _content(text: str, encoding: str) -> bytes:
    if encoding.lower() == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            pass
    return text.encode(errors="surrogatepass")


def _verdict(fields: Fields, name: str) -> Verdict | None:
    word = (fields.fields(name).text("status") or "").upper()
    return Verdict(word) if word in Verdict.__members__ else None


def _policy(fields: Fields) -> DmarcPolicy | None:
    word = fields.text("dmarcPolicy") or fields.fields("dmarcPolicy").text("status") or ""
    return DmarcPolicy(word.lower()) if word.upper() in DmarcPolicy.__members__ else None


def _action(fields: Fields) -> ReceiptActionTaken:
    return ReceiptActionTaken(
        type=fields.text("type"),
        bucket=fields.text("bucketName"),
        object_key=fields.text("objectKey"),
        topic_arn=fields.text("topicArn"),
        extra=fields.rest(),
    )

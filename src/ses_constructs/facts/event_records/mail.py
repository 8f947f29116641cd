"""The message that an event is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ses_constructs.facts.events import AutoTag

from .fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header of the message, as its sender wrote it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Member ``mail`` of a record. Everything may be missing; what SES left out is ``None`` or empty.

    Args:
        message_id: The id that SES gave.
        timestamp: When it was sent.
        source: The sender, with or without a display name.
        source_arn: The identity.
        sending_account_id: The AWS account.
        destination: Every recipient.
        headers: Up to 10 KB of them.
        headers_truncated: Whether some were cut off.
        subject: Of the common headers. The Send event of a templated message has none.
        common_headers: As they came.
        tags: Message tags, those of SES itself (``ses:...``) included. Feedback notifications of an identity
            have none.
        extra: Members that this version does not know.

    Guide: Contents of event data (the mail object).
    """

    message_id: str | None = None
    timestamp: datetime | None = None
    source: str | None = None
    source_arn: str | None = None
    sending_account_id: str | None = None
    destination: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    headers_truncated: bool | None = None
    subject: str | None = None
    common_headers: Mapping[str, object] = field(default_factory=dict, hash=False)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def configuration_set(self) -> str | None:
        """The configuration set that the message was sent with, where its tags say so."""
        values = self.tags.get(AutoTag.CONFIGURATION_SET) or ()
        return values[0] if values else None

    @property
    def own_tags(self) -> dict[str, tuple[str, ...]]:
        """The tags of the sender, without those of SES itself."""
        return {name: values for name, values in self.tags.items() if not name.startswith("ses:")}

    @classmethod
    def read(cls, fields: Fields) -> Mail:
        """The message of member ``mail``."""
        common = fields.fields("commonHeaders")
        return cls(
            message_id=fields.text("messageId"),
            timestamp=fields.moment("timestamp"),
            source=fields.text("source"),
            source_arn=fields.text("sourceArn"),
            sending_account_id=fields.text("sendingAccountId"),
            destination=fields.texts("destination"),
            headers=tuple(
                Header(name=header.text("name") or "", value=header.text("value") or "")
                for header in fields.several("headers", of="name")
            ),
            headers_truncated=fields.flag("headersTruncated"),
            subject=common.text("subject"),
            common_headers={name: common.value(name) for name in common.names()},
            tags=fields.lists("tags"),
            extra=fields.rest(),
        )

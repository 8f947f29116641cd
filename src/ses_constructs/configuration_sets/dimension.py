"""By what CloudWatch counts the events of a configuration set."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.facts.dimensions import values_for
from ses_constructs.facts.events import AutoTag
from ses_constructs.shared.setting_types import checks_types

_SEE = "Set up a CloudWatch event destination for event publishing"


@checks_types
@dataclass(frozen=True, slots=True)
class Dimension:
    """A CloudWatch dimension: :meth:`message_tag`, :meth:`auto_tag`, :meth:`header` or :meth:`link_tag`.

    Each different value is a metric of its own, and is billed as one: a warning says so of names such as
    ``user-id``, which tell of a value for each recipient or message.
    """

    name: str
    default: str
    source: str

    @classmethod
    def message_tag(cls, name: str, *, default: str) -> Dimension:
        """The value of a message tag that the sender gives.

        Args:
            name: The tag.
            default: For messages without it: letters, digits, ``_`` and ``-``.

        Raises:
            InvalidSettingError: for characters SES does not take.
        """
        return cls._made(name, default, "messageTag")

    @classmethod
    def auto_tag(cls, tag: AutoTag, *, default: str = "none") -> Dimension:
        """The value of a tag that SES adds by itself.

        Args:
            tag: Those of the sender and of IP addresses have many values, each a billed metric.
            default: For messages without it. Left out: ``none``.
        """
        return cls._made(str(tag), default, "messageTag")

    @classmethod
    def header(cls, name: str, *, default: str) -> Dimension:
        """The value of a header of the mail; not one of those that every mail has."""
        if name.lower() in names.DIMENSION_HEADERS_REFUSED:
            raise InvalidSettingError(
                "name", name, "is a header SES does not count by", fix="use a header of your own", see=_SEE
            )
        return cls._made(name, default, "emailHeader")

    @classmethod
    def link_tag(cls, name: str, *, default: str) -> Dimension:
        """The value of a ``ses:tags`` attribute of the link that was clicked."""
        return cls._made(name, default, "linkTag")

    @property
    def values_for(self) -> str | None:
        """For what it has a value of its own, as its name tells: ``each recipient``; None: for few things."""
        return values_for(self.name, header=self.source == "emailHeader")

    @property
    def configuration(self) -> ses.CfnConfigurationSetEventDestination.DimensionConfigurationProperty:
        return ses.CfnConfigurationSetEventDestination.DimensionConfigurationProperty(
            dimension_name=self.name, default_dimension_value=self.default, dimension_value_source=self.source
        )

    @classmethod
    def _made(cls, name: str, default: str, source: str) -> Dimension:
        _check("name", name, names.DIMENSION, "letters, digits, '_', '-' and ':'")
        _check("default", default, names.DIMENSION_DEFAULT, "letters, digits, '_' and '-', such as 'none'")
        return cls(name, default, source)


def _check(setting: str, value: str, pattern: re.Pattern[str], allowed: str) -> None:
    if pattern.fullmatch(value) is None:
        raise InvalidSettingError(
            setting,
            value,
            "has characters CloudWatch publishing does not take",
            fix=f"use {allowed}",
            see=_SEE,
        )

"""Tags as SES takes them."""

from __future__ import annotations

from collections.abc import Mapping

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.quotas import TAGS

_RESERVED = "aws:"
"""API reference, ``Tag``: neither keys nor values may start with it."""


def check_tags(tags: Mapping[str, str]) -> None:
    """Refuses tags that SES does not take.

    Raises:
        InvalidSettingError: for more than 50, a key or value of a length that SES does not take, or one of those
            that AWS keeps to itself.
    """
    if len(tags) > TAGS:
        raise InvalidSettingError("tags", len(tags), "are too many", fix=f"give at most {TAGS}")
    for key, value in tags.items():
        # The lengths of the schemas of AWS::SES::EmailIdentity and AWS::SES::ConfigurationSet.
        if not 1 <= len(key) <= 128 or len(value) > 256:
            raise InvalidSettingError(
                "tags",
                {key: value},
                "is too long, or has no key",
                fix="give keys of 1 to 128 characters, values of up to 256",
            )
        if any(part.lower().startswith(_RESERVED) for part in (key, value)):
            raise InvalidSettingError(
                "tags",
                {key: value},
                f"starts with {_RESERVED!r}, which AWS keeps to itself",
                fix="give another one",
            )

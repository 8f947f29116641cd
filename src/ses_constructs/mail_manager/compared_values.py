"""The values a condition compares with, before SES sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from constructs import IConstruct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.open_relays import Comparison
from ses_constructs.shared import is_known


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one condition takes.

    Args:
        values: ``None`` for any number.
        length: Of one value; ``None`` for any.
    """

    values: int | None
    length: int | None


RULE_LIMITS = Limits(values=facts.VALUES_PER_CONDITION, length=facts.VALUE_LENGTH)
TRAFFIC_LIMITS = Limits(values=None, length=None)
"""The schema names none."""


def checked_texts(attribute: str, values: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Texts to compare an attribute with.

    Raises:
        InvalidSettingError: for none, an empty one, too many, or one that is too long.
    """
    check_count(attribute, values, limits)
    for value in values:
        if not is_known(value):
            continue
        if not value:
            raise InvalidSettingError(
                attribute, value, "is compared with nothing", fix="give the text to compare it with"
            )
        if limits.length is not None and len(value) > limits.length:
            raise InvalidSettingError(
                attribute,
                f"{value[:20]}...",
                f"is compared with {len(value)} characters",
                fix=f"give at most {limits.length}",
            )
    return tuple(values)


def known_texts(values: Sequence[str]) -> tuple[str | None, ...]:
    """The texts, with ``None`` for what only the deployment knows."""
    return tuple(value if is_known(value) else None for value in values)


def warn_of_loose_ends(scope: IConstruct, comparison: Comparison) -> None:
    """Warns of ends of recipients that fit domains of others too."""
    for end in comparison.loose_ends:
        cdk.Annotations.of(scope).add_warning_v2(
            f"ses-constructs:loose-end-{end}",
            f"recipients that end with {end!r} are also those of domains of others, such as 'not{end}'; compare "
            f"with '@{end}', and with '.{end}' for subdomains",
        )


def check_count(attribute: str, values: Sequence[object], limits: Limits) -> None:
    """Refuses no value, and more than a condition takes."""
    if not values:
        raise InvalidSettingError(
            attribute, list(values), "is compared with nothing, and would never match", fix="give a value"
        )
    if limits.values is not None and len(values) > limits.values:
        raise InvalidSettingError(
            attribute,
            f"<{len(values)} values>",
            f"is compared with more than the {limits.values} values of one condition",
            fix="spread them over rules with the same actions, or use an AddressList",
        )

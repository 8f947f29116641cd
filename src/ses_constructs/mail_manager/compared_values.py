"""The values a condition compares with, before SES sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
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
_END_WITH_DOMAIN = re.compile(r"(?:.*@)?\.?[\w-]+(?:\.[\w-]+)+")


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


def names_recipients(operator: str, values: Sequence[str]) -> bool:
    """Whether a comparison holds for whole recipients, or the recipients of domains, that it names.

    A domain has at least two labels: ``@`` and ``.com`` are the end of recipients nobody named. Of several values
    one has to match, so that each has to name some. What a token will hold is not known; it counts as a name.
    """
    if operator == "EQUALS":
        return True
    if operator != "ENDS_WITH":
        return False
    return all(not is_known(value) or _END_WITH_DOMAIN.fullmatch(value) is not None for value in values)


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

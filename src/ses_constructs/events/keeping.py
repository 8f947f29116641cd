"""For how long something is kept."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.errors import InvalidSettingError


def whole_days(setting: str, given: cdk.Duration | None, default: int, *, least: int = 1) -> int:
    """The days of a duration.

    Args:
        setting: The keyword as typed.
        given: Left out: ``default`` days.
        default: In days.
        least: In days.

    Raises:
        InvalidSettingError: when it is not a number of whole days, or too few.
    """
    if given is None:
        return default
    days = None if given.is_unresolved() else given.to_days(integral=False)
    if days is None or days != int(days) or days < least:
        raise InvalidSettingError(
            setting,
            given.to_string(),
            f"is not a number of whole days, {least} or more",
            fix=f"give a time such as Duration.days({max(default, least)})",
        )
    return int(days)

"""How often the password of SMTP credentials changes, and how long the old one works on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

_DAY = timedelta(days=1)
_MOST_DAYS = 1000
"""Of ``RotationRules``. Schema of ``AWS::SecretsManager::RotationSchedule``."""


@checks_types
@dataclass(frozen=True, slots=True)
class SmtpRotation:
    """Made by :meth:`every`."""

    interval: timedelta
    grace: timedelta

    @classmethod
    def every(cls, interval: timedelta, *, grace: timedelta = 7 * _DAY) -> SmtpRotation:
        """A new password each time the interval has passed.

        Args:
            interval: Whole days, 1 to 1000.
            grace: How long the old password works after the new one is there; an application must read the
                secret again within it. Left out: 7 days.

        Raises:
            InvalidSettingError: for an interval that Secrets Manager does not take, or a negative grace.
            ConflictingSettingsError: when the grace is not over before the next rotation, which needs the second
                of the two access keys that IAM allows.

        >>> SmtpRotation.every(timedelta(days=90)).grace.days
        7
        """
        if interval % _DAY or not _DAY <= interval <= _MOST_DAYS * _DAY:
            raise InvalidSettingError(
                "interval",
                interval,
                "is not a number of whole days that Secrets Manager takes",
                fix=f"give 1 to {_MOST_DAYS} days, such as timedelta(days=90)",
            )
        if grace < timedelta():
            raise InvalidSettingError("grace", grace, "is negative", fix="give timedelta() for no grace at all")
        if grace > interval - timedelta(hours=2):
            raise ConflictingSettingsError(
                f"grace={grace} ends after the next rotation, which is due after {interval}",
                fix="let the grace end two hours or more before: the older access key is deleted once an hour",
            )
        return cls(interval, grace)

"""How often, and how long the old password works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.smtp import SmtpRotation

DAY = timedelta(days=1)


@pytest.mark.parametrize("interval", [timedelta(), DAY / 2, DAY * 1.5, 1001 * DAY, -DAY])
def test_an_interval_is_1_to_1000_whole_days(interval: timedelta) -> None:
    with pytest.raises(InvalidSettingError, match="1 to 1000 days"):
        SmtpRotation.every(interval, grace=timedelta())


@pytest.mark.parametrize("interval", [DAY, 1000 * DAY])
def test_the_ends_of_the_range_are_taken(interval: timedelta) -> None:
    assert SmtpRotation.every(interval, grace=timedelta()).interval == interval


def test_a_grace_ends_before_the_next_rotation() -> None:
    with pytest.raises(ConflictingSettingsError, match="ends after the next rotation"):
        SmtpRotation.every(7 * DAY)
    assert SmtpRotation.every(7 * DAY, grace=7 * DAY - timedelta(hours=2)).grace < 7 * DAY


def test_a_grace_is_not_negative() -> None:
    with pytest.raises(InvalidSettingError, match="no grace at all"):
        SmtpRotation.every(7 * DAY, grace=-DAY)

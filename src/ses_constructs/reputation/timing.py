"""Periods, windows and numbers of datapoints that alarms know."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.errors import InvalidSettingError

_M_OF_N = "give (M, N) with M from 1 to N, such as (2, 3)"
_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800


def check_timing(
    *, period: cdk.Duration, window: cdk.Duration | None, datapoints: tuple[int, int], heartbeat: cdk.Duration
) -> None:
    """Refuses what CloudWatch would refuse at deployment. API: PutMetricAlarm."""
    if not _is_m_of_n(datapoints):
        raise InvalidSettingError("datapoints", datapoints, "is no M of N", fix=_M_OF_N)
    _, periods = datapoints
    for setting, duration in (("period", period), ("volume.window", window), ("heartbeat", heartbeat)):
        if duration is None or duration.is_unresolved():
            continue
        seconds = _check(setting, duration)
        total, longest = seconds * (periods if setting != "heartbeat" else 2), _DAY if seconds < _HOUR else _WEEK
        if total > longest:
            raise InvalidSettingError(
                setting,
                f"{seconds:g} seconds",
                f"looks back {total:g} seconds with these datapoints, and CloudWatch no further than {longest}",
                fix="give a shorter one, or fewer datapoints",
            )


def check_interval(setting: str, interval: cdk.Duration) -> None:
    """Refuses an interval that is no period of an alarm, which looks at two of them."""
    if not interval.is_unresolved():
        _check(setting, interval)


def _is_m_of_n(given: object) -> bool:
    match given:
        case (int() as wanted, int() as periods) if isinstance(given, tuple):
            return 1 <= wanted <= periods
    return False


def _check(setting: str, duration: cdk.Duration) -> float:
    seconds: float = duration.to_seconds(integral=False)
    if seconds % 60 != 0 or not 60 <= seconds <= _DAY:
        raise InvalidSettingError(
            setting,
            f"{seconds:g} seconds",
            "is no period for an alarm on these metrics",
            fix="give whole minutes, from Duration.minutes(1) to Duration.days(1)",
        )
    return seconds

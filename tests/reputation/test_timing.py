"""Periods, windows and datapoints that CloudWatch would refuse at deployment."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation.timing import check_timing

MINUTES = cdk.Duration.minutes
HEARTBEAT = MINUTES(15)


@pytest.mark.parametrize(
    ("window", "datapoints"),
    [(None, (1, 1)), (MINUTES(60), (2, 3)), (cdk.Duration.days(1), (7, 7)), (MINUTES(30), (1, 48))],
)
def test_what_cloudwatch_takes_is_taken(window: cdk.Duration | None, datapoints: tuple[int, int]) -> None:
    check_timing(period=MINUTES(5), window=window, datapoints=datapoints, heartbeat=HEARTBEAT)


@pytest.mark.parametrize("datapoints", [(0, 1), (2, 1), (0, 0), (-1, 3)])
def test_what_is_no_m_of_n_is_refused(datapoints: tuple[int, int]) -> None:
    with pytest.raises(InvalidSettingError, match="is no M of N"):
        check_timing(period=MINUTES(5), window=None, datapoints=datapoints, heartbeat=HEARTBEAT)


@pytest.mark.parametrize(
    ("window", "periods", "longest"), [(MINUTES(30), 49, 86_400), (cdk.Duration.days(1), 8, 604_800)]
)
def test_a_look_back_that_cloudwatch_does_not_take_is_refused(
    window: cdk.Duration, periods: int, longest: int
) -> None:
    with pytest.raises(InvalidSettingError, match=f"CloudWatch no further than {longest}") as refused:
        check_timing(period=MINUTES(1), window=window, datapoints=(1, periods), heartbeat=HEARTBEAT)
    assert refused.value.setting == "volume.window"


def test_a_heartbeat_that_is_not_whole_minutes_is_refused() -> None:
    with pytest.raises(InvalidSettingError, match="heartbeat='90 seconds'"):
        check_timing(period=MINUTES(5), window=None, datapoints=(1, 1), heartbeat=cdk.Duration.seconds(90))

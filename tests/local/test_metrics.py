"""Datapoints, periods and statistics."""

from __future__ import annotations

import pytest

from ses_constructs.local.metrics import Datum, Metric, Periods, UnknownStatisticError

MINUTE = 60.0
NOON = 43_200.0


def values(
    *points: tuple[float, float], statistic: str = "Sum", now: float = NOON, count: int = 2
) -> list[float | None]:
    data = [Datum.of(timestamp, value) for timestamp, value in points]
    return Periods.until(now, length=300, count=count, slide=MINUTE, data=data).values(data, statistic)


def test_the_open_minute_counts_as_soon_as_it_holds_data() -> None:
    assert values((NOON + 10, 7.0), now=NOON + 20) == [None, 7.0]


def test_an_open_minute_without_data_is_not_missing_data() -> None:
    assert values((NOON - 1, 7.0), now=NOON + 59, count=1) == [7.0]


def test_periods_slide_by_the_minute_so_that_a_burst_is_never_cut_in_two() -> None:
    assert values((NOON - 30, 1.0), (NOON + 30, 1.0), now=NOON + 40, count=1) == [2.0]


def test_a_datum_older_than_the_periods_does_not_count() -> None:
    assert values((NOON - 601, 1.0)) == [None, None]


def test_the_start_of_a_period_belongs_to_it_and_its_end_to_the_next() -> None:
    assert values((NOON - 300, 1.0)) == [None, 1.0]


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("Sum", 9.0), ("Average", 3.0), ("Minimum", 1.0), ("Maximum", 5.0), ("SampleCount", 3.0)],
)
def test_a_statistic_is_taken_over_all_data_of_a_period(statistic: str, expected: float) -> None:
    assert values((NOON - 3, 1.0), (NOON - 2, 5.0), (NOON - 1, 3.0), statistic=statistic, count=1) == [expected]


def test_a_statistic_set_counts_for_all_its_samples() -> None:
    data = [Datum(NOON - 1, count=4, total=8, minimum=1, maximum=5), Datum.of(NOON - 1, 12)]
    periods = Periods.until(NOON, length=300, count=1, slide=MINUTE, data=data)
    assert periods.values(data, "Average") == [4.0]
    assert periods.values(data, "Maximum") == [12.0]


def test_a_percentile_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownStatisticError, match="p99"):
        values((NOON - 1, 1.0), statistic="p99")


def test_the_order_of_dimensions_does_not_make_another_metric() -> None:
    assert Metric.of("N", "m", {"a": "1", "b": "2"}) == Metric.of("N", "m", {"b": "2", "a": "1"})
    assert Metric.of("N", "m", {"a": "1"}) != Metric.of("N", "m", {"a": "2"})

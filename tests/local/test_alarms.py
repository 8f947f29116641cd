"""How an alarm decides: missing data, M of N, dimensions, metric math."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.alarms import (
    Alarm,
    AlarmState,
    MissingData,
    Query,
    UnknownComparisonError,
    decide,
    evaluate,
)
from ses_constructs.local.metric_math import MetricMathError
from ses_constructs.local.metrics import Datum, Metric

OK, ALARM, UNKNOWN = AlarmState.OK, AlarmState.ALARM, AlarmState.INSUFFICIENT_DATA
KEPT = None
NOW = 43_200.0
RATE = Metric.of("AWS/SES", "Reputation.BounceRate", {"ses:configuration-set": "news"})
OTHER = Metric.of("AWS/SES", "Reputation.BounceRate", {"ses:configuration-set": "bills"})

# The two tables of the CloudWatch guide, "Configuring how CloudWatch alarms treat missing data": five periods,
# "-" is missing, "0" is fine, "X" breaches; then the state for missing, ignore, breaching, notBreaching.
THREE_OF_THREE = [
    ("0-X-X", OK, OK, OK, OK),
    ("----0", OK, OK, OK, OK),
    ("-----", UNKNOWN, KEPT, ALARM, OK),
    ("0XX-X", ALARM, ALARM, ALARM, ALARM),
    ("--X--", ALARM, KEPT, ALARM, OK),
]
TWO_OF_THREE = [
    ("0-X-X", ALARM, ALARM, ALARM, ALARM),
    ("00X0X", ALARM, ALARM, ALARM, ALARM),
    ("0-X--", OK, OK, ALARM, OK),
    ("----0", OK, OK, ALARM, OK),
    ("---X-", ALARM, KEPT, ALARM, OK),
]
CASES = [(wanted, *row) for wanted, table in ((3, THREE_OF_THREE), (2, TWO_OF_THREE)) for row in table]


def periods(text: str) -> list[bool | None]:
    return [{"-": None, "0": False, "X": True}[letter] for letter in text]


@pytest.mark.parametrize("current", list(AlarmState))
@pytest.mark.parametrize(("wanted", "text", "missing", "ignore", "breaching", "fine"), CASES)
def test_missing_data_is_treated_as_in_the_guides_tables(
    wanted: int,
    text: str,
    missing: AlarmState,
    ignore: AlarmState | None,
    breaching: AlarmState,
    fine: AlarmState,
    current: AlarmState,
) -> None:
    expected = {
        MissingData.MISSING: missing,
        MissingData.IGNORE: ignore or current,
        MissingData.BREACHING: breaching,
        MissingData.NOT_BREACHING: fine,
    }
    found = {
        setting: decide(
            periods(text), evaluation_periods=3, datapoints_to_alarm=wanted, missing_data=setting, current=current
        )
        for setting in MissingData
    }
    assert found == expected


def test_a_single_fresh_breach_does_not_raise_an_alarm_that_wants_three() -> None:
    state = decide(
        periods("----X"), evaluation_periods=3, datapoints_to_alarm=3, missing_data=MissingData.MISSING, current=OK
    )
    assert state is OK


@given(st.lists(st.booleans(), min_size=3, max_size=5), st.integers(1, 3), st.sampled_from(list(MissingData)))
def test_without_gaps_only_m_of_n_counts(known: list[bool], wanted: int, setting: MissingData) -> None:
    state = decide(known, evaluation_periods=3, datapoints_to_alarm=wanted, missing_data=setting, current=UNKNOWN)
    assert state is (ALARM if sum(known[-3:]) >= wanted else OK)


def alarm(
    *queries: Query,
    comparison: str = "GreaterThanOrEqualToThreshold",
    threshold: float = 0.05,
    evaluation_periods: int = 1,
    missing_data: MissingData = MissingData.IGNORE,
) -> Alarm:
    watched = queries or (Query("m1", RATE, period=300),)
    return Alarm(watched, threshold, comparison, evaluation_periods, missing_data=missing_data)


def state_of(
    watched: Alarm, *data: tuple[Metric, float, float], current: AlarmState = UNKNOWN, speed: float = 1.0
) -> AlarmState:
    """The state for data given as metric, seconds before now, value."""

    def find(metric: Metric) -> Sequence[Datum]:
        return [Datum.of(NOW - age, value) for owner, age, value in data if owner == metric]

    return evaluate(watched, find, now=NOW, current=current, speed=speed).state


def test_a_rate_at_the_threshold_breaches_when_the_comparison_says_or_equal() -> None:
    assert state_of(alarm(), (RATE, 1, 0.05)) is ALARM
    assert state_of(alarm(comparison="GreaterThanThreshold"), (RATE, 1, 0.05)) is OK


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        ("GreaterThanOrEqualToThreshold", OK, ALARM, ALARM),
        ("GreaterThanThreshold", OK, OK, ALARM),
        ("LessThanOrEqualToThreshold", ALARM, ALARM, OK),
        ("LessThanThreshold", ALARM, OK, OK),
    ],
)
def test_a_comparison_is_what_its_name_says(
    comparison: str, below: AlarmState, at: AlarmState, above: AlarmState
) -> None:
    watched = alarm(comparison=comparison, threshold=5)
    assert [state_of(watched, (RATE, 1, value)) for value in (4, 5, 6)] == [below, at, above]


def test_a_comparison_with_a_band_is_refused() -> None:
    with pytest.raises(UnknownComparisonError, match="GreaterThanUpperThreshold"):
        state_of(alarm(comparison="GreaterThanUpperThreshold"), (RATE, 1, 1))


def test_the_data_of_another_configuration_set_raises_no_alarm() -> None:
    assert state_of(alarm(), (OTHER, 1, 0.5)) is UNKNOWN
    assert state_of(alarm(), (OTHER, 1, 0.5), (RATE, 1, 0.01)) is OK


def test_ignored_missing_data_keeps_the_alarm_on() -> None:
    assert state_of(alarm(), current=ALARM) is ALARM


def test_three_of_three_periods_must_breach() -> None:
    watched = alarm(evaluation_periods=3)
    assert state_of(watched, (RATE, 1, 0.1), (RATE, 301, 0.1), (RATE, 601, 0.01)) is OK
    assert state_of(watched, (RATE, 1, 0.1), (RATE, 301, 0.1), (RATE, 601, 0.1)) is ALARM


def test_a_higher_speed_makes_the_same_periods_shorter() -> None:
    watched = alarm(evaluation_periods=3)
    data = [(RATE, age, 0.1) for age in (1.0, 6.0, 11.0)]
    assert state_of(watched, *data, current=OK, speed=60) is ALARM
    assert state_of(watched, *data, current=OK) is OK


def test_metric_math_gates_a_rate_by_volume() -> None:
    sends = Metric.of("AWS/SES", "Send", {})
    watched = alarm(
        Query("rate", RATE, period=300, returned=False),
        Query("sends", sends, statistic="Sum", period=300, returned=False),
        Query("enough", expression="sends >= 100", returned=False),
        Query("gated", expression="IF(enough, rate, 0)"),
    )
    assert state_of(watched, (RATE, 1, 0.5), (sends, 1, 99)) is OK
    assert state_of(watched, (RATE, 1, 0.5), (sends, 1, 99), (sends, 2, 1)) is ALARM


def test_metric_math_that_is_not_known_is_refused() -> None:
    watched = alarm(Query("m1", RATE, returned=False), Query("e1", expression="RATE(m1)"))
    with pytest.raises(MetricMathError, match="RATE"):
        state_of(watched, (RATE, 1, 1))


def test_an_alarm_that_returns_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="has 2"):
        state_of(alarm(Query("m1", RATE), Query("m2", OTHER)))


def test_the_reason_names_the_values_and_the_threshold() -> None:
    verdict = evaluate(alarm(), lambda _: [Datum.of(NOW - 1, 0.08)], now=NOW, current=OK)
    assert verdict.datapoints == (0.08,)
    assert "[0.08]" in verdict.reason
    assert "0.05" in verdict.reason

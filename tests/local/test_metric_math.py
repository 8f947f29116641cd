"""Metric math: what is known is computed, what is not known is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.local.metric_math import MetricMathError, evaluate, names_in

SERIES: dict[str, list[float | None]] = {
    "bounces": [1.0, None, 3.0],
    "sends": [10.0, 5.0, 0.0],
    "none": [None, None, None],
}


def values(expression: str) -> list[float | None]:
    return evaluate(expression, SERIES, length=3)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("bounces + sends", [11.0, None, 3.0]),
        ("bounces - 1", [0.0, None, 2.0]),
        ("100 * bounces", [100.0, None, 300.0]),
        ("bounces / sends", [0.1, None, None]),
        ("-(bounces + 1) * 2", [-4.0, None, -8.0]),
        ("sends > 4", [1.0, 1.0, 0.0]),
        ("sends >= 10 && bounces == 1", [1.0, None, 0.0]),
        ("sends < 1 || sends != 5", [1.0, 0.0, 1.0]),
        ("IF(sends > 4, sends, 0)", [10.0, 5.0, 0.0]),
        ("IF(bounces, 1, 0)", [1.0, None, 1.0]),
        ("FILL(bounces, 0)", [1.0, 0.0, 3.0]),
        ("FILL(bounces, sends)", [1.0, 5.0, 3.0]),
        ("ABS(bounces - 2)", [1.0, None, 1.0]),
        ("MAX([bounces, sends])", [10.0, 5.0, 3.0]),
        ("MIN([bounces, sends])", [1.0, 5.0, 0.0]),
        ("SUM([bounces, sends, none])", [11.0, 5.0, 3.0]),
        ("AVG([bounces, sends])", [5.5, 5.0, 1.5]),
        ("SUM([none])", [None, None, None]),
    ],
)
def test_an_expression_has_a_value_for_each_period(expression: str, expected: list[float | None]) -> None:
    assert values(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "RATE(sends)",
        "FILL(sends)",
        "MAX(sends)",
        "sends ** 2",
        "1 < sends < 5",
        "SEARCH('x', 'Sum', 60)",
        "sends.real",
    ],
)
def test_what_is_not_known_is_refused_by_name(expression: str) -> None:
    with pytest.raises(MetricMathError) as caught:
        values(expression)
    assert expression in str(caught.value)


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(MetricMathError, match="no metric or expression with the id 'sents'"):
        values("sents * 2")


def test_a_syntax_error_is_refused() -> None:
    with pytest.raises(MetricMathError, match="sends \\*"):
        values("sends *")


def test_the_ids_of_an_expression_are_found_without_its_functions() -> None:
    assert names_in("IF(sends > 4, MAX([bounces, other]), 0)") == {"sends", "bounces", "other"}


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6).filter(lambda number: abs(number) > 1e-6))
def test_arithmetic_is_that_of_numbers(left: float, right: float) -> None:
    series = {"a": [left], "b": [right]}
    assert evaluate("a + b", series, length=1) == [left + right]
    assert evaluate("a / b", series, length=1) == [left / right]
    assert evaluate("IF(a > b, a, b)", series, length=1) == [max(left, right)]

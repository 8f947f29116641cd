"""YAML as CloudFormation writes it."""

from __future__ import annotations

import pytest

from ses_constructs.review.yaml_reading import load


def test_short_tags_may_hold_each_other() -> None:
    text = "!Join ['', [!Ref A, !Sub [x, {y: !GetAtt B.C}]]]"
    assert load(text) == {"Fn::Join": ["", [{"Ref": "A"}, {"Fn::Sub": ["x", {"y": {"Fn::GetAtt": ["B", "C"]}}]}]]}
    assert load("!Condition Live") == {"Condition": "Live"}


def test_dates_stay_text() -> None:
    assert load("{a: 2012-10-17, b: 2001-12-14t21:59:43.10-05:00}") == {
        "a": "2012-10-17",
        "b": "2001-12-14t21:59:43.10-05:00",
    }


@pytest.mark.parametrize("text", ["[", "{[a]: b}", "!!float x", "!!binary é", "a: &x", "- !!timestamp z", "\x07"])
def test_anything_else_is_a_value_or_a_value_error(text: str) -> None:
    try:
        load(text)
    except ValueError as refused:
        assert str(refused)


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_what_no_template_nests_is_refused_before_it_ends_the_process(text: str) -> None:
    with pytest.raises(ValueError, match="nested deeper than 500 levels"):
        load(text)

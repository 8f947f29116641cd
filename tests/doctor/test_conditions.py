"""The branches that a deployment took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from ses_constructs.doctor.conditions import Conditions, open_conditions
from ses_constructs.review.yaml_reading import load

KNOWN = {"Stage": "live", "Secret": "****", "AWS::Region": "eu-west-1"}


def conditions(text: str, **more: object) -> Conditions:
    return Conditions({"Conditions": load(text), **more}, KNOWN)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("!Equals [!Ref Stage, live]", True),
        ("!Equals [!Ref Stage, test]", False),
        ("!Equals [!Ref AWS::Region, eu-west-1]", True),
        ("!Equals [!Sub '${Stage}-${AWS::Region}', live-eu-west-1]", True),
        ("!Equals [!Join ['-', [!Ref Stage, x]], live-x]", True),
        ("!Equals ['true', true]", True),
        ("!Equals [1, '1']", True),
        ("!Equals [!FindInMap [Sizes, !Ref Stage, Many], '5']", True),
        ("!Equals [!FindInMap [Sizes, !Ref Stage, Few], '5']", None),
        ("!Equals [!Ref Secret, x]", None),
        ("!Equals [!Ref Unheard, x]", None),
        ("!Equals [!Select [0, [a]], a]", None),
        ("!Not [!Equals [!Ref Stage, live]]", False),
        ("!Not [!Equals [!Ref Secret, x]]", None),
        ("!And [!Condition Live, !Equals [a, a]]", True),
        ("!And [!Equals [!Ref Secret, x], !Equals [a, b]]", False),
        ("!And [!Equals [!Ref Secret, x], !Equals [a, a]]", None),
        ("!Or [!Equals [!Ref Secret, x], !Condition Live]", True),
        ("!Or [!Equals [a, b], !Equals [b, c]]", False),
        ("!Or [!Equals [!Ref Secret, x], !Equals [a, b]]", None),
        ("!Condition Unheard", None),
        ("!Condition Asked", None),
        ("{}", None),
        ("text", None),
        ("!Equals [a]", None),
    ],
)
def test_a_condition_is_worked_out_as_far_as_parameters_tell(condition: str, holds: bool | None) -> None:
    maps = {"Sizes": {"live": {"Many": 5}}}
    asked = conditions(f"{{Live: !Equals [!Ref Stage, live], Asked: {condition}}}", Mappings=maps)
    assert asked.holds("Asked") is holds


def test_conditions_in_a_circle_are_not_known() -> None:
    asked = conditions("{A: !Not [!Condition B], B: !Not [!Condition A]}")
    assert asked.holds("A") is None


TEMPLATE = """
Conditions: {Live: !Equals [!Ref Stage, live], Hidden: !Equals [!Ref Secret, x]}
Resources:
  One:
    Type: T
    Properties:
      Whole: !If [Live, {A: !If [Live, 1, 2]}, none]
      Gone: !If [Live, !Ref AWS::NoValue, 1]
      Kept: !If [Hidden, 1, !If [Live, 2, 3]]
      List: [!If [Live, a, b], !If [Live, !Ref AWS::NoValue, c], d]
      Odd: !If [Live]
"""


def test_the_branch_taken_stands_in_place_of_the_question() -> None:
    document = cast("Mapping[str, Any]", load(TEMPLATE))
    settled = cast("Any", Conditions(document, KNOWN).settled())
    assert settled["Resources"]["One"]["Properties"] == {
        "Whole": {"A": 1},
        "Kept": {"Fn::If": ["Hidden", 1, {"Fn::If": ["Live", 2, 3]}]},
        "List": ["a", "d"],
        "Odd": {"Fn::If": ["Live"]},
    }
    assert settled["Conditions"] == document["Conditions"]


def test_what_is_open_is_named() -> None:
    assert list(open_conditions([{"Fn::If": ["A", {"Fn::If": ["B", 1, 2]}, 3]}, {"x": "y"}])) == ["A", "B"]


def test_without_conditions_nothing_is_changed() -> None:
    assert Conditions({"Resources": {"A": {"Fn::If": ["A", 1, 2]}}}, {}).settled() == {
        "Resources": {"A": {"Fn::If": ["A", 1, 2]}}
    }

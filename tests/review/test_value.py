"""Values that are present, absent, or hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.value import Value


@pytest.fixture
def value(assembly: Callable[[str], Assembly]) -> Callable[[str], Value]:
    """A property, written in YAML."""

    def of(text: str) -> Value:
        read = assembly(f"Shop:\n  Type: AWS::SES::EmailIdentity\n  Properties:\n    Given: {text}\n")
        return next(read.resources()).get("Given")

    return of


def test_what_is_not_there_is_absent(value: Callable[[str], Value]) -> None:
    assert value("{a: 1}").get("b").absent
    assert value("!Ref AWS::NoValue").absent
    assert value("{a: }").get("a").absent
    assert value("text").get("a.b").absent


def test_what_an_intrinsic_may_hold_is_not_absent(value: Callable[[str], Value]) -> None:
    for given in ("!If [A, {a: 1}, {}]", "{Fn::Transform: {Name: AWS::Include}, b: 1}", "!Ref Map"):
        assert value(given).get("a.b").hidden
        assert not value(given).get("a").absent


@pytest.mark.parametrize(("given", "flag"), [("true", True), ("'False'", False), ("!Ref On", None), ("1", None)])
def test_flags_may_be_text(given: str, flag: bool | None, value: Callable[[str], Value]) -> None:
    assert value(given).flag is flag


@pytest.mark.parametrize(
    ("given", "number"), [("0.05", 0.05), ("'5'", 5), ("true", None), (".inf", None), (".nan", None), ("[]", None)]
)
def test_numbers_may_be_text_and_are_finite(
    given: str, number: float | None, value: Callable[[str], Value]
) -> None:
    assert value(given).number == number


def test_a_single_value_counts_as_a_list_of_one(value: Callable[[str], Value]) -> None:
    assert value("a").literals == ("a",)
    assert value("[a, !Ref AWS::NoValue, !Ref B, c]").literals == ("a", "c")
    assert value("[a]").get("b").items == ()


def test_a_list_with_a_choice_in_it_is_not_complete(value: Callable[[str], Value]) -> None:
    assert value("[a, !Ref B]").complete
    assert not value("[a, !If [C, b, !Ref AWS::NoValue]]").complete
    assert not value("!Ref List").complete


def test_a_value_knows_its_place(value: Callable[[str], Value]) -> None:
    assert value("{a: [x, {b: 1}]}").get("a").items[1].get("b").place.property_path == "Properties.Given.a.1.b"

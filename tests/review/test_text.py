"""Text of a template, as far as it is known."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly
from ses_constructs.review.text import Reference, Text, Unknown


def test_neighbouring_letters_become_one_piece() -> None:
    assert Text.of("a", "", "b", Unknown("x"), "c", "d").pieces == ("ab", Unknown("x"), "cd")


def test_only_a_whole_text_is_literal() -> None:
    assert Text.of("a", "b").literal == "ab"
    assert Text.of().literal == ""
    assert Text.of("a", Unknown("x")).literal is None


def test_a_reference_is_one_only_when_it_stands_alone(assembly: Callable[[str], Assembly]) -> None:
    [topic] = assembly("Topic: {Type: AWS::SNS::Topic}").resources()
    reference = Reference(topic, "Arn")
    assert Text.of(reference).reference == reference
    assert Text.of("arn:", reference).reference is None
    assert list(Text.of("arn:", reference, Unknown("x")).references) == [reference]


def test_gaps_show_in_the_shape() -> None:
    assert Text.of("a", Unknown("x"), "b").shape == "a*b"

"""Which logical ids a piece of a template mentions."""

from __future__ import annotations

from ses_constructs.review.mentions import mentioned
from ses_constructs.review.yaml_reading import load


def test_every_intrinsic_that_names_something_counts() -> None:
    text = """
        a: [!Ref A, !GetAtt B.Arn, !GetAtt [C, Arn]]
        d: !Sub "${D} ${E.Arn} ${!F}"
        g: !Sub ["${G}", {h: !Ref H}]
    """
    assert mentioned(load(text)) == {"A", "B", "C", "D", "E", "G", "H"}


def test_a_value_that_contains_itself_ends() -> None:
    looped: list[object] = [{"Ref": "A"}]
    looped.append(looped)
    assert mentioned(looped) == {"A"}

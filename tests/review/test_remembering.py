"""What is worked out once."""

from __future__ import annotations

from ses_constructs.review import Assembly
from ses_constructs.review.remembering import once


def test_each_assembly_keeps_its_own_answer() -> None:
    asked: list[str] = []

    @once
    def path(assembly: Assembly) -> str:
        asked.append(assembly.path)
        return assembly.path

    old, new = Assembly.of({}, file="old"), Assembly.of({}, file="new")
    assert [path(old), path(new), path(old), path(new)] == ["old", "new", "old", "new"]
    assert asked == ["old", "new"]


def test_two_questions_have_two_answers_also_when_one_is_none() -> None:
    asked: list[str] = []

    @once
    def nothing(assembly: Assembly) -> None:
        asked.append(assembly.path)

    @once
    def one(assembly: Assembly) -> int:
        return len(assembly.templates)

    assembly = Assembly.of({}, file="a")
    assert (nothing(assembly), one(assembly), nothing(assembly)) == (None, 1, None)
    assert asked == ["a"]

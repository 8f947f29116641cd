"""The rule contact-list-twice."""

from __future__ import annotations

from collections.abc import Callable


def test_one_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ContactList}
    """
    assert found(template) == []


def test_two_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ContactList}
    B: {Type: AWS::SES::ContactList}
    """
    assert found(template) == ["B"]

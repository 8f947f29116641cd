"""The rule contact-list-lost-with-stack."""

from __future__ import annotations

from collections.abc import Callable


def test_a_kept_list_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ContactList, DeletionPolicy: RetainExceptOnCreate}
    """
    assert found(template) == []


def test_another_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ContactList}
    """
    assert found(template) == ["A"]

"""The rule template-empty."""

from __future__ import annotations

from collections.abc import Callable


def test_a_text_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template, Properties: {Template: {SubjectPart: a, TextPart: b}}}
    """
    assert found(template) == []


def test_a_subject_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::Template, Properties: {Template: {SubjectPart: a}}}
    """
    assert found(template) == ["A"]

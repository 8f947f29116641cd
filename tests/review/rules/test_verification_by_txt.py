"""The rule verification-by-txt."""

from __future__ import annotations

from collections.abc import Callable


def test_other_texts_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT}}
    """
    assert found(template) == []


def test_the_old_record_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: !Sub "_amazonses.${Domain}", Type: TXT}}
    """
    assert found(template) == ["A"]

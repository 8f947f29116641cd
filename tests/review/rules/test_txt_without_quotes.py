"""The rule txt-without-quotes."""

from __future__ import annotations

from collections.abc import Callable


def test_quoted_texts_and_unknown_ones_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"v=spf1 ~all"', !Ref Text]}}
    """
    assert found(template) == []


def test_a_bare_text_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: [v=spf1 ~all]}}
    """
    assert found(template) == ["A"]

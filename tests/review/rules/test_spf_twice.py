"""The rule spf-twice."""

from __future__ import annotations

from collections.abc import Callable


def test_one_spf_beside_other_texts_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"v=spf1 ~all"', '"token=1"']}}
    """
    assert found(template) == []


def test_two_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"v=spf1 ~all"', '"v=spf1 -all"']}}
    """
    assert found(template) == ["A"]

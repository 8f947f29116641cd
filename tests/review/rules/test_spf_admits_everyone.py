"""The rule spf-admits-everyone."""

from __future__ import annotations

from collections.abc import Callable


def test_a_soft_fail_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"v=spf1 ~all"']}}
    """
    assert found(template) == []


def test_plus_all_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: TXT,
      ResourceRecords: ['"v=spf1 +all"']}}
    """
    assert found(template) == ["A"]

"""The rule dmarc-watches-nothing."""

from __future__ import annotations

from collections.abc import Callable


def test_reports_make_sense_of_p_none(found: Callable[[str], list[str]]) -> None:
    template = """
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none; rua=mailto:a@b.example"']}}
    """
    assert found(template) == []


def test_p_none_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"']}}
    """
    assert found(template) == ["D"]

"""The rule dmarc-malformed."""

from __future__ import annotations

from collections.abc import Callable


def test_a_good_record_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject; pct=50; sp=none; rua=mailto:a@b.example"']}}
    """
    assert found(template) == []


def test_each_fault_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC; p=none"']}}
    B: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.b.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=block"']}}
    C: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.c.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none; pct=120"']}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.d.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none; rua=a@b.example"']}}
    E: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.e.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none; sp=off"']}}
    F: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.f.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none; rua=mailto:a–b@c.example"']}}
    """
    assert found(template) == ["A", "B", "C", "D", "E", "F"]

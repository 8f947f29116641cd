"""The rule dmarc-twice."""

from __future__ import annotations

from collections.abc import Callable


def test_one_record_for_each_domain_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"']}}
    B: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: _dmarc.b.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"']}}
    """
    assert found(template) == []


def test_two_texts_in_one_record_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}}
    """
    assert found(template) == ["A"]


def test_two_records_of_one_name_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"']}}
    B: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z1, Name: _dmarc.a.example., Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=none"']}}
    """
    assert found(template) == ["B"]

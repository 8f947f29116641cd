"""The rule bimi-without-enforcement."""

from __future__ import annotations

from collections.abc import Callable


def test_a_logo_under_enforced_dmarc_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Logo: {Type: AWS::Route53::RecordSet, Properties: {Name: default._bimi.a.example, Type: TXT,
      ResourceRecords: ['"v=BIMI1; l=https://a.example/l.svg"']}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject"']}}
    """
    assert found(template) == []


def test_a_logo_under_half_enforced_dmarc_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Logo: {Type: AWS::Route53::RecordSet, Properties: {Name: default._bimi.a.example, Type: TXT,
      ResourceRecords: ['"v=BIMI1; l=https://a.example/l.svg"']}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=quarantine; pct=20"']}}
    """
    assert found(template) == ["Logo"]

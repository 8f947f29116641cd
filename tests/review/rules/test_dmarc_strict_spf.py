"""The rule dmarc-strict-spf."""

from __future__ import annotations

from collections.abc import Callable


def test_relaxed_alignment_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject; aspf=r"']}}
    """
    assert found(template) == []


def test_strict_alignment_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject; aspf=s"']}}
    """
    assert found(template) == ["D"]

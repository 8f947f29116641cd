"""The rule inbound-mx-missing."""

from __future__ import annotations

from collections.abc import Callable


def test_a_record_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [help@a.example]}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneName: a.example., Name: a.example., Type: MX}}
    """
    assert found(template) == []


def test_a_zone_kept_elsewhere_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [help@a.example]}}}
    """
    assert found(template) == []


def test_a_zone_kept_here_without_the_record_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [help@a.example]}}}
    D: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneName: a.example., Name: _dmarc.a.example.,
      Type: TXT}}
    """
    assert found(template) == ["Rule"]

"""The rule dns-in-private-zone."""

from __future__ import annotations

from collections.abc import Callable


def test_a_public_zone_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: a.example}}
    A: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: _dmarc.a.example,
      Type: TXT}}
    """
    assert found(template) == []


def test_a_private_zone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: a.example, VPCs: [{VPCId: vpc-1}]}}
    A: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: _dmarc.a.example,
      Type: TXT}}
    """
    assert found(template) == ["A"]

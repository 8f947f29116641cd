"""The rule dkim-records-incomplete."""

from __future__ import annotations

from collections.abc import Callable


def test_three_records_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    All:
      Type: AWS::Route53::RecordSetGroup
      Properties:
        RecordSets:
          - {Name: !Sub "${Shop.DkimDNSTokenName1}", Type: CNAME}
          - {Name: !GetAtt Shop.DkimDNSTokenName2, Type: CNAME}
          - {Name: !GetAtt [Shop, DkimDNSTokenName3], Type: CNAME}
    """
    assert found(template) == []


def test_two_records_are_found_at_the_identity(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    Two: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName2, Type: CNAME}}
    """
    assert found(template) == ["Shop"]

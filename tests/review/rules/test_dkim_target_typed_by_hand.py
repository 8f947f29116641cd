"""The rule dkim-target-typed-by-hand."""

from __future__ import annotations

from collections.abc import Callable


def test_the_attribute_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One:
      Type: AWS::Route53::RecordSet
      Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME,
        ResourceRecords: [!GetAtt Shop.DkimDNSTokenValue1]}
    """
    assert found(template) == []


def test_a_value_put_together_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One:
      Type: AWS::Route53::RecordSet
      Properties: {Name: a, Type: CNAME, ResourceRecords: [!Sub "${Token}.dkim.amazonses.com"]}
    """
    assert found(template) == ["One"]


def test_a_copied_value_beside_its_identity_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One:
      Type: AWS::Route53::RecordSet
      Properties: {Name: a._domainkey.shop.example, Type: CNAME, ResourceRecords: [a.dkim.amazonses.com]}
    """
    assert found(template) == ["One"]

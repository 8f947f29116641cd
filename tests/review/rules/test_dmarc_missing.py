"""The rule dmarc-missing."""

from __future__ import annotations

from collections.abc import Callable


def test_a_record_of_the_parent_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: mail.shop.example}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    Dmarc: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.shop.example, Type: TXT}}
    """
    assert found(template) == []


def test_a_name_that_holds_a_parameter_may_be_the_one(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    Dmarc: {Type: AWS::Route53::RecordSet, Properties: {Name: !Sub "_dmarc.${Domain}", Type: TXT}}
    """
    assert found(template) == []


def test_the_record_of_a_parent_may_be_kept_elsewhere(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: mail.shop.example}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    """
    assert found(template) == []


def test_dkim_records_without_dmarc_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    """
    assert found(template) == ["Shop"]

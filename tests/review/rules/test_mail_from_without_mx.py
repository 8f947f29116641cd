"""The rule mail-from-without-mx."""

from __future__ import annotations

from collections.abc import Callable


def test_a_template_that_leaves_dns_to_others_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    """
    assert found(template) == []


def test_a_published_record_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: B.shop.example., Type: MX}}
    """
    assert found(template) == []


def test_dkim_without_mx_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    One: {Type: AWS::Route53::RecordSet, Properties: {Name: !GetAtt Shop.DkimDNSTokenName1, Type: CNAME}}
    """
    assert found(template) == ["Shop"]

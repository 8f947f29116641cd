"""The rule mail-from-without-spf."""

from __future__ import annotations

from collections.abc import Callable


def test_both_records_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX}}
    Spf: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: TXT,
      ResourceRecords: ['"v=spf1 include:amazonses.com ~all"']}}
    """
    assert found(template) == []


def test_mx_alone_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX}}
    """
    assert found(template) == ["Shop"]


def test_spf_of_somebody_else_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX}}
    Spf: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: TXT,
      ResourceRecords: ['"v=spf1 mx ~all"']}}
    """
    assert found(template) == ["Shop"]

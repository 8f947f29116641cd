"""The rule mail-from-extra-mx."""

from __future__ import annotations

from collections.abc import Callable


def test_one_record_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX,
      ResourceRecords: [!Sub "10 feedback-smtp.${AWS::Region}.amazonses.com"]}}
    """
    assert found(template) == []


def test_two_values_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX,
      ResourceRecords: [10 feedback-smtp.eu-west-1.amazonses.com, 10 feedback-smtp.us-east-1.amazonses.com]}}
    """
    assert found(template) == ["Mx"]


def test_another_host_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: b.shop.example, Type: MX,
      ResourceRecords: [10 mail.shop.example]}}
    """
    assert found(template) == ["Mx"]

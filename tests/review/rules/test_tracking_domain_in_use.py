"""The rule tracking-domain-in-use."""

from __future__ import annotations

from collections.abc import Callable


def test_a_name_of_its_own_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {
      CustomRedirectDomain: click.a.example}}}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, MailFromAttributes: {
      MailFromDomain: b.a.example}}}
    """
    assert found(template) == []


def test_the_mail_from_domain_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: B.a.example}}}
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, MailFromAttributes: {
      MailFromDomain: b.a.example}}}
    """
    assert found(template) == ["A"]


def test_a_domain_that_receives_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSet, Properties: {TrackingOptions: {CustomRedirectDomain: a.example}}}
    Mx: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example, Type: MX,
      ResourceRecords: [10 inbound-smtp.eu-west-1.amazonaws.com]}}
    """
    assert found(template) == ["A"]

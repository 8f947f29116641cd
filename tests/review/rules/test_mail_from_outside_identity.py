"""The rule mail-from-outside-identity."""

from __future__ import annotations

from collections.abc import Callable


def test_a_name_below_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a@Shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    """
    assert found(template) == []


def test_a_name_that_holds_a_parameter_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: !Sub "b.${Domain}"}}}
    """
    assert found(template) == []


def test_another_domain_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.other.example}}}
    """
    assert found(template) == ["Shop"]


def test_the_domain_itself_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: shop.example}}}
    """
    assert found(template) == ["Shop"]

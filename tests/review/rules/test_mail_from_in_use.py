"""The rule mail-from-in-use."""

from __future__ import annotations

from collections.abc import Callable


def test_a_name_of_its_own_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [help@shop.example]}}}
    """
    assert found(template) == []


def test_a_name_that_receives_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {Rule: {Recipients: [help@B.shop.example]}}}
    """
    assert found(template) == ["Shop"]


def test_a_name_that_sends_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, MailFromAttributes: {
      MailFromDomain: b.shop.example}}}
    Below: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: b.shop.example}}
    """
    assert found(template) == ["Shop"]

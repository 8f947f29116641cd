"""The rule address-overrides-domain."""

from __future__ import annotations

from collections.abc import Callable


def test_an_address_alone_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Help: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: help@shop.example}}
    """
    assert found(template) == []


def test_an_address_that_lacks_what_its_domain_has_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Help: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: help@Shop.example}}
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {EmailIdentity: shop.example, MailFromAttributes: {MailFromDomain: bounce.shop.example}}
    """
    assert found(template) == ["Help"]

"""The rule dkim-off."""

from __future__ import annotations

from collections.abc import Callable


def test_signing_that_is_left_alone_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == []


def test_signing_switched_off_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example, DkimAttributes: {
      SigningEnabled: false}}}
    """
    assert found(template) == ["Shop"]

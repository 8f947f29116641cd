"""The rule identity-with-www."""

from __future__ import annotations

from collections.abc import Callable


def test_a_plain_domain_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == []


def test_www_is_found_even_before_a_parameter(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: !Sub "www.${Domain}"}}
    """
    assert found(template) == ["Shop"]

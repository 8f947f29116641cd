"""The rule identity-name-malformed."""

from __future__ import annotations

from collections.abc import Callable


def test_domains_and_addresses_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    Help: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: help@shop.example}}
    """
    assert found(template) == []


def test_a_name_from_a_parameter_or_secret_is_not_judged(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: !Ref Domain}}
    Other: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: "{{resolve:ssm:/domain}}"}}
    """
    assert found(template) == []


def test_addresses_of_the_web_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: "https://shop.example"}}
    Dotted: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example.}}
    """
    assert found(template) == ["Shop", "Dotted"]

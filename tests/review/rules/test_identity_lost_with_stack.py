"""The rule identity-lost-with-stack."""

from __future__ import annotations

from collections.abc import Callable


def test_a_kept_identity_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, DeletionPolicy: Retain, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == []


def test_one_without_a_policy_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}
    """
    assert found(template) == ["Shop"]

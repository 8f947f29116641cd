"""The rule dkim-key-short."""

from __future__ import annotations

from collections.abc import Callable


def test_2048_bits_pass(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
      NextSigningKeyLength: RSA_2048_BIT}}}
    """
    assert found(template) == []


def test_1024_bits_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
      NextSigningKeyLength: RSA_1024_BIT}}}
    """
    assert found(template) == ["Shop"]

"""The rule dkim-settings-contradict."""

from __future__ import annotations

from collections.abc import Callable


def test_easy_dkim_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
      NextSigningKeyLength: RSA_2048_BIT}}}
    """
    assert found(template) == []


def test_half_a_key_of_ones_own_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {DomainSigningSelector: a}}}
    """
    assert found(template) == ["Shop"]


def test_both_ways_at_once_are_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties:
        DkimSigningAttributes: {DomainSigningSelector: a, DomainSigningPrivateKey: !Ref Key,
          NextSigningKeyLength: RSA_2048_BIT}
    """
    assert found(template) == ["Shop"]

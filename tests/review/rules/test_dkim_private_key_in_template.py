"""The rule dkim-private-key-in-template."""

from __future__ import annotations

from collections.abc import Callable


def test_a_key_from_secrets_manager_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop:
      Type: AWS::SES::EmailIdentity
      Properties: {DkimSigningAttributes: {DomainSigningSelector: a,
        DomainSigningPrivateKey: "{{resolve:secretsmanager:dkim}}"}}
    """
    assert found(template) == []


def test_a_parameter_that_is_not_shown_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Parameters: {Key: {Type: String, NoEcho: true}}
    Resources:
      Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
        DomainSigningPrivateKey: !Ref Key}}}
    """
    assert found(template) == []


def test_a_key_in_the_template_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
      DomainSigningPrivateKey: MIIEpAIBAAK}}}
    """
    assert found(template) == ["Shop"]


def test_a_parameter_that_is_shown_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Parameters: {Key: {Type: String}}
    Resources:
      Shop: {Type: AWS::SES::EmailIdentity, Properties: {DkimSigningAttributes: {
        DomainSigningPrivateKey: !Ref Key}}}
    """
    assert found(template) == ["Shop"]

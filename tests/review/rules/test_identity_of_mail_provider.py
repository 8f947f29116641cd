"""The rule identity-of-mail-provider."""

from __future__ import annotations

from collections.abc import Callable


def test_an_address_there_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Me: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: me@gmail.com}}
    """
    assert found(template) == []


def test_the_domain_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Theirs: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: Gmail.com}}
    """
    assert found(template) == ["Theirs"]

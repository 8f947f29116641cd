"""The rule mail-from-rejects-early."""

from __future__ import annotations

from collections.abc import Callable


def test_the_default_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {MailFromAttributes: {
      BehaviorOnMxFailure: USE_DEFAULT_VALUE}}}
    """
    assert found(template) == []


def test_rejecting_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {MailFromAttributes: {
      BehaviorOnMxFailure: REJECT_MESSAGE}}}
    """
    assert found(template) == ["Shop"]

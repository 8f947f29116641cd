"""The rule mail-manager-password-in-template."""

from __future__ import annotations

from collections.abc import Callable


def test_a_secret_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {IngressPointConfiguration: {
      SmtpPassword: "{{resolve:secretsmanager:a}}"}}}
    """
    assert found(template) == []


def test_a_literal_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    In: {Type: AWS::SES::MailManagerIngressPoint, Properties: {IngressPointConfiguration: {
      SmtpPassword: hunter22}}}
    """
    assert found(template) == ["In"]

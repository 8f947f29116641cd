"""The rule dmarc-without-alignment."""

from __future__ import annotations

from collections.abc import Callable


def test_a_signed_domain_passes(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject"']}}
    """
    assert found(template) == []


def test_rejecting_without_signature_and_mail_from_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example, DkimAttributes: {
      SigningEnabled: false}}}
    D: {Type: AWS::Route53::RecordSet, Properties: {Name: _dmarc.a.example, Type: TXT,
      ResourceRecords: ['"v=DMARC1; p=reject"']}}
    """
    assert found(template) == ["Shop"]

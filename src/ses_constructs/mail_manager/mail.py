"""What a rule can ask about a message."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import CertificateAttribute
from ses_constructs.shared.setting_types import checks_types

from .analysis import Analysis
from .rule_attributes import (
    AddressAttribute,
    FlagAttribute,
    PolicyAttribute,
    SizeAttribute,
    SourceAttribute,
    TextAttribute,
    VerdictAttribute,
)

_Set = ses.CfnMailManagerRuleSet


def _text(name: str) -> TextAttribute:
    return TextAttribute(name, _Set.RuleStringToEvaluateProperty(attribute=name))


def _address(name: str) -> AddressAttribute:
    return AddressAttribute(name, _Set.RuleStringToEvaluateProperty(attribute=name))


def _flag(name: str) -> FlagAttribute:
    return FlagAttribute(_Set.RuleBooleanToEvaluateProperty(attribute=name))


def _verdict(name: str) -> VerdictAttribute:
    return VerdictAttribute(name.lower(), _Set.RuleVerdictToEvaluateProperty(attribute=name))


def _analysis(analysis: Analysis) -> ses.CfnMailManagerRuleSet.AnalysisProperty:
    return _Set.AnalysisProperty(analyzer=analysis.analyzer, result_field=analysis.field)


@checks_types
class Mail:
    """A message, as the conditions and exceptions of a rule see it.

    >>> condition = Mail.recipient.equals("support@shop.example")
    >>> condition.narrows
    True

    Schema of ``AWS::SES::MailManagerRuleSet``. Guide: Rule sets and rules (rule conditions).
    """

    recipient: Final = _address("RECIPIENT")
    """One recipient of the envelope, with its ``+tag``: rules run for each of them."""
    mail_from: Final = _address("MAIL_FROM")
    """The sender of the envelope."""
    sender: Final = _address("SENDER")
    """The ``Sender`` header."""
    from_: Final = _address("FROM")
    """The whole ``From`` header: names, brackets and all. Compare it with ``contains``."""
    to: Final = _address("TO")
    """The whole ``To`` header; :attr:`recipient` is the safer choice."""
    cc: Final = _address("CC")
    """The whole ``Cc`` header."""
    subject: Final = _text("SUBJECT")
    helo: Final = _text("HELO")
    """What the delivering server called itself."""
    size: Final = SizeAttribute("MESSAGE_SIZE")
    source_ip: Final = SourceAttribute("SOURCE_IP")
    spf: Final = _verdict("SPF")
    dkim: Final = _verdict("DKIM")
    dmarc_policy: Final = PolicyAttribute()
    """What the sender's domain asks for, not whether the message passes."""
    tls: Final = _flag("TLS")
    """It came over TLS."""
    tls_wrapped: Final = _flag("TLS_WRAPPED")
    """It came over TLS from the first byte."""
    read_receipt_requested: Final = _flag("READ_RECEIPT_REQUESTED")

    @staticmethod
    def header(name: str) -> TextAttribute:
        """A header whose name begins with ``X-``.

        Raises:
            InvalidSettingError: for a header that rules cannot compare.
        """
        if facts.COMPARED_HEADER.fullmatch(name) is None:
            raise InvalidSettingError(
                "header",
                name,
                "is not one that rules can compare",
                fix="name one that begins with 'X-', a capital X; others have attributes, such as Mail.subject",
            )
        return TextAttribute(name, _Set.RuleStringToEvaluateProperty(mime_header_attribute=name))

    @staticmethod
    def client_certificate(attribute: CertificateAttribute) -> TextAttribute:
        """What the client's certificate says; only mail of an ingress point with mutual TLS has one."""
        value = str(CertificateAttribute(attribute))
        evaluate = _Set.RuleStringToEvaluateProperty(client_certificate_attribute=value)
        return TextAttribute(f"client_certificate {value}", evaluate, certificate=True)

    @staticmethod
    def analysis_text(addon: refs.IMailManagerAddonInstanceRef, field: str) -> TextAttribute:
        """A text of an add-on's answer.

        Raises:
            InvalidSettingError: for an add-on that rules cannot ask, or a field that is none.
        """
        analysis = Analysis.of_rule(addon, field)
        return TextAttribute(analysis.setting, _Set.RuleStringToEvaluateProperty(analysis=_analysis(analysis)))

    @staticmethod
    def analysis_flag(addon: refs.IMailManagerAddonInstanceRef, field: str) -> FlagAttribute:
        """A yes or no of an add-on's answer.

        Raises:
            InvalidSettingError: as :meth:`analysis_text`.
        """
        return FlagAttribute(
            _Set.RuleBooleanToEvaluateProperty(analysis=_analysis(Analysis.of_rule(addon, field)))
        )

    @staticmethod
    def analysis_verdict(addon: refs.IMailManagerAddonInstanceRef, field: str) -> VerdictAttribute:
        """A verdict of an add-on's answer.

        Raises:
            InvalidSettingError: as :meth:`analysis_text`.
        """
        analysis = Analysis.of_rule(addon, field)
        return VerdictAttribute(analysis.setting, _Set.RuleVerdictToEvaluateProperty(analysis=_analysis(analysis)))

"""One condition of a rule, or one exception. Made by the attributes of ``Mail``."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

_Set = ses.CfnMailManagerRuleSet


@dataclass(frozen=True, slots=True)
class RuleCondition:
    """Something that is true of a message, or not.

    Args:
        rendered: As the template wants it.
        narrows_recipients: Holds for named recipients, or those of named domains, only.
        narrows_senders: Holds for named addresses, or holders of certificates, only.
        needs_certificate: Reads the certificate of the client, which one kind of ingress point asks for.
        compares_header: The header that is compared as a whole, with ``EQUALS``.
    """

    rendered: ses.CfnMailManagerRuleSet.RuleConditionProperty
    narrows_recipients: bool = False
    narrows_senders: bool = False
    needs_certificate: bool = False
    compares_header: str | None = None

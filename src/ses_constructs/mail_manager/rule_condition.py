"""One condition of a rule, or one exception. Made by the attributes of ``Mail``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from aws_cdk import aws_ses as ses

from ses_constructs.facts.open_relays import OF_ANYBODY, Comparison
from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True)
class RuleCondition:
    """Something that is true of a message, or not.

    Args:
        rendered: As the template wants it.
        comparison: What it asks of a delivery. Left out: nothing that keeps strangers out.
        needs_certificate: Reads the certificate of the client, which one kind of ingress point asks for.
        compares_header: The header that is compared as a whole, with ``EQUALS``.
    """

    _given_as: ClassVar = "a condition of a rule, such as Mail.recipient.equals('support@shop.example')"
    rendered: ses.CfnMailManagerRuleSet.RuleConditionProperty
    comparison: Comparison = OF_ANYBODY
    needs_certificate: bool = False
    compares_header: str | None = None

    @property
    def narrows(self) -> bool:
        """Whether it holds only for recipients, senders or addresses that are named."""
        return self.comparison.narrows

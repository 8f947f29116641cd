"""What rules compare: texts, addresses, numbers, flags, verdicts, policies, IP addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.facts.mail_manager import SenderPolicy, Verdict
from ses_constructs.facts.open_relays import Asked, Comparison
from ses_constructs.shared.setting_types import checks_types

from .address_ranges import checked_range
from .compared_values import RULE_LIMITS, check_count, checked_texts, known_texts
from .rule_condition import RuleCondition

_Set = ses.CfnMailManagerRuleSet
_WHOLE_HEADERS = ("FROM", "TO", "CC")
Choice = TypeVar("Choice", Verdict, SenderPolicy)


@checks_types
@dataclass(frozen=True, slots=True)
class TextAttribute:
    """A text of the message, or about it. Of several values one has to match; for ``not_equals`` none.

    Args:
        name: For messages, and the schema's word for attributes of its list.
        evaluate: As the template wants it.
    """

    name: str
    evaluate: ses.CfnMailManagerRuleSet.RuleStringToEvaluateProperty
    certificate: bool = False

    def equals(self, *values: str) -> RuleCondition:
        """It is one of the values, letter by letter."""
        return self._compare("EQUALS", values)

    def not_equals(self, *values: str) -> RuleCondition:
        """It is none of the values."""
        return self._compare("NOT_EQUALS", values)

    def starts_with(self, *values: str) -> RuleCondition:
        """It starts with one of the values."""
        return self._compare("STARTS_WITH", values)

    def ends_with(self, *values: str) -> RuleCondition:
        """It ends with one of the values, such as ``@shop.example``."""
        return self._compare("ENDS_WITH", values)

    def contains(self, *values: str) -> RuleCondition:
        """One of the values is somewhere in it."""
        return self._compare("CONTAINS", values)

    def _compare(self, operator: str, values: Sequence[str]) -> RuleCondition:
        texts = checked_texts(self.name.lower(), values, RULE_LIMITS)
        return RuleCondition(
            _Set.RuleConditionProperty(
                string_expression=_Set.RuleStringExpressionProperty(
                    evaluate=self.evaluate, operator=operator, values=list(texts)
                )
            ),
            comparison=Comparison(self._asked(), operator, known_texts(texts)),
            needs_certificate=self.certificate,
            compares_header=self.name if operator == "EQUALS" and self.name in _WHOLE_HEADERS else None,
        )

    def _asked(self) -> Asked:
        if self.certificate:
            return Asked.CERTIFICATE
        return Asked.RECIPIENT if self.name == "RECIPIENT" else Asked.OTHER


@checks_types
@dataclass(frozen=True, slots=True)
class AddressAttribute(TextAttribute):
    """A text that is an address, or a header with addresses."""

    def is_in(self, address_list: refs.IMailManagerAddressListRef) -> RuleCondition:
        """The list has it."""
        return self._look_up(address_list, "IS_TRUE")

    def is_not_in(self, address_list: refs.IMailManagerAddressListRef) -> RuleCondition:
        """The list does not have it."""
        return self._look_up(address_list, "IS_FALSE")

    def _look_up(self, address_list: refs.IMailManagerAddressListRef, operator: str) -> RuleCondition:
        listed = _Set.RuleIsInAddressListProperty(
            address_lists=[address_list.mail_manager_address_list_ref.address_list_arn], attribute=self.name
        )
        return RuleCondition(
            _boolean(_Set.RuleBooleanToEvaluateProperty(is_in_address_list=listed), operator),
            comparison=Comparison(self._asked(), operator),
        )


@checks_types
@dataclass(frozen=True, slots=True)
class SizeAttribute:
    """The size of the message with its headers and attachments."""

    name: str

    def equals(self, size: cdk.Size) -> RuleCondition:
        """It is exactly this size."""
        return self._compare("EQUALS", size)

    def not_equals(self, size: cdk.Size) -> RuleCondition:
        """It is any other size."""
        return self._compare("NOT_EQUALS", size)

    def less_than(self, size: cdk.Size) -> RuleCondition:
        """It is smaller."""
        return self._compare("LESS_THAN", size)

    def less_than_or_equal(self, size: cdk.Size) -> RuleCondition:
        """It is this size or smaller."""
        return self._compare("LESS_THAN_OR_EQUAL", size)

    def greater_than(self, size: cdk.Size) -> RuleCondition:
        """It is larger."""
        return self._compare("GREATER_THAN", size)

    def greater_than_or_equal(self, size: cdk.Size) -> RuleCondition:
        """It is this size or larger."""
        return self._compare("GREATER_THAN_OR_EQUAL", size)

    def _compare(self, operator: str, size: cdk.Size) -> RuleCondition:
        return RuleCondition(
            _Set.RuleConditionProperty(
                number_expression=_Set.RuleNumberExpressionProperty(
                    evaluate=_Set.RuleNumberToEvaluateProperty(attribute=self.name),
                    operator=operator,
                    value=size.to_bytes(),
                )
            )
        )


@checks_types
@dataclass(frozen=True, slots=True)
class FlagAttribute:
    """Something that is true or false."""

    evaluate: ses.CfnMailManagerRuleSet.RuleBooleanToEvaluateProperty

    def is_true(self) -> RuleCondition:
        """It is so."""
        return RuleCondition(_boolean(self.evaluate, "IS_TRUE"))

    def is_false(self) -> RuleCondition:
        """It is not so."""
        return RuleCondition(_boolean(self.evaluate, "IS_FALSE"))


@checks_types
@dataclass(frozen=True, slots=True)
class VerdictAttribute:
    """What a check came to."""

    name: str
    evaluate: ses.CfnMailManagerRuleSet.RuleVerdictToEvaluateProperty

    def equals(self, *verdicts: Verdict) -> RuleCondition:
        """It is one of the verdicts."""
        return self._compare("EQUALS", verdicts)

    def not_equals(self, *verdicts: Verdict) -> RuleCondition:
        """It is none of the verdicts."""
        return self._compare("NOT_EQUALS", verdicts)

    def _compare(self, operator: str, verdicts: Sequence[Verdict]) -> RuleCondition:
        return RuleCondition(
            _Set.RuleConditionProperty(
                verdict_expression=_Set.RuleVerdictExpressionProperty(
                    evaluate=self.evaluate, operator=operator, values=_spelt(self.name, verdicts, Verdict)
                )
            )
        )


@checks_types
@dataclass(frozen=True, slots=True)
class PolicyAttribute:
    """What the DMARC record of the sender's domain asks for."""

    def equals(self, *policies: SenderPolicy) -> RuleCondition:
        """It is one of the policies."""
        return self._compare("EQUALS", policies)

    def not_equals(self, *policies: SenderPolicy) -> RuleCondition:
        """It is none of the policies."""
        return self._compare("NOT_EQUALS", policies)

    def _compare(self, operator: str, policies: Sequence[SenderPolicy]) -> RuleCondition:
        return RuleCondition(
            _Set.RuleConditionProperty(
                dmarc_expression=_Set.RuleDmarcExpressionProperty(
                    operator=operator, values=_spelt("dmarc_policy", policies, SenderPolicy)
                )
            )
        )


@checks_types
@dataclass(frozen=True, slots=True)
class SourceAttribute:
    """The IP address of the server that delivered the message."""

    name: str

    def within(self, *ranges: str) -> RuleCondition:
        """It is in one of the ranges, such as ``192.0.2.0/24`` or ``2001:db8::/32``."""
        return self._compare("CIDR_MATCHES", ranges)

    def outside(self, *ranges: str) -> RuleCondition:
        """It is in none of the ranges."""
        return self._compare("NOT_CIDR_MATCHES", ranges)

    def _compare(self, operator: str, ranges: Sequence[str]) -> RuleCondition:
        check_count("source_ip", ranges, RULE_LIMITS)
        values = [checked_range("source_ip", one) for one in ranges]
        return RuleCondition(
            _Set.RuleConditionProperty(
                ip_expression=_Set.RuleIpExpressionProperty(
                    evaluate=_Set.RuleIpToEvaluateProperty(attribute=self.name), operator=operator, values=values
                )
            ),
            comparison=Comparison(Asked.SOURCE_IP, operator, tuple(values)),
        )


def _boolean(
    evaluate: ses.CfnMailManagerRuleSet.RuleBooleanToEvaluateProperty, operator: str
) -> ses.CfnMailManagerRuleSet.RuleConditionProperty:
    return _Set.RuleConditionProperty(
        boolean_expression=_Set.RuleBooleanExpressionProperty(evaluate=evaluate, operator=operator)
    )


def _spelt(setting: str, values: Sequence[Choice], kind: type[Choice]) -> list[str]:
    check_count(setting, values, RULE_LIMITS)
    return [str(kind(value)) for value in values]

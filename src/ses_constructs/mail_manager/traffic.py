"""What a traffic policy can ask about a message, before it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs

from ses_constructs.facts.mail_manager import TlsVersion
from ses_constructs.facts.open_relays import OF_ANYBODY, Asked, Comparison
from ses_constructs.shared.setting_types import checks_types

from .address_ranges import checked_range
from .analysis import Analysis
from .compared_values import TRAFFIC_LIMITS, check_count, checked_texts, known_texts

_Policy = ses.CfnMailManagerTrafficPolicy


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficCondition:
    """Something that is true of a delivery, or not. Made by the attributes of ``Traffic``.

    Args:
        rendered: As the template wants it.
        comparison: What it asks of a delivery. Left out: nothing that keeps strangers out.
        asks_addon: Reads an add-on's answer.
    """

    _given_as: ClassVar = (
        "a condition of Traffic, such as Traffic.recipient.ends_with('@shop.example'); what is in the message is "
        "asked by a rule of a RuleSet"
    )
    rendered: ses.CfnMailManagerTrafficPolicy.PolicyConditionProperty
    comparison: Comparison = OF_ANYBODY
    asks_addon: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it holds only for recipients or domains, or deliveries from addresses, that are named."""
        return self.comparison.narrows


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficText:
    """A text. Of several values one has to match; for ``not_equals`` none."""

    name: str
    evaluate: ses.CfnMailManagerTrafficPolicy.IngressStringToEvaluateProperty

    def equals(self, *values: str) -> TrafficCondition:
        """It is one of the values, letter by letter."""
        return self._compare("EQUALS", values)

    def not_equals(self, *values: str) -> TrafficCondition:
        """It is none of the values."""
        return self._compare("NOT_EQUALS", values)

    def starts_with(self, *values: str) -> TrafficCondition:
        """It starts with one of the values."""
        return self._compare("STARTS_WITH", values)

    def ends_with(self, *values: str) -> TrafficCondition:
        """It ends with one of the values, such as ``@shop.example``."""
        return self._compare("ENDS_WITH", values)

    def contains(self, *values: str) -> TrafficCondition:
        """One of the values is somewhere in it."""
        return self._compare("CONTAINS", values)

    def _compare(self, operator: str, values: Sequence[str]) -> TrafficCondition:
        texts = checked_texts(self.name.lower(), values, TRAFFIC_LIMITS)
        return TrafficCondition(
            _Policy.PolicyConditionProperty(
                string_expression=_Policy.IngressStringExpressionProperty(
                    evaluate=self.evaluate, operator=operator, values=list(texts)
                )
            ),
            comparison=Comparison(
                Asked.RECIPIENT if self.name == "RECIPIENT" else Asked.OTHER, operator, known_texts(texts)
            ),
            asks_addon=self.name != "RECIPIENT",
        )


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficRecipient(TrafficText):
    """A recipient of the envelope, with its ``+tag``."""

    def is_in(self, address_list: refs.IMailManagerAddressListRef) -> TrafficCondition:
        """The list has it."""
        return self._look_up(address_list, "IS_TRUE")

    def is_not_in(self, address_list: refs.IMailManagerAddressListRef) -> TrafficCondition:
        """The list does not have it."""
        return self._look_up(address_list, "IS_FALSE")

    def _look_up(self, address_list: refs.IMailManagerAddressListRef, operator: str) -> TrafficCondition:
        listed = _Policy.IngressIsInAddressListProperty(
            address_lists=[address_list.mail_manager_address_list_ref.address_list_arn], attribute=self.name
        )
        evaluate = _Policy.IngressBooleanToEvaluateProperty(is_in_address_list=listed)
        return TrafficCondition(_boolean(evaluate, operator), Comparison(Asked.RECIPIENT, operator))


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficFlag:
    """Something that an add-on says is true or false."""

    evaluate: ses.CfnMailManagerTrafficPolicy.IngressBooleanToEvaluateProperty

    def is_true(self) -> TrafficCondition:
        """It is so."""
        return TrafficCondition(_boolean(self.evaluate, "IS_TRUE"), asks_addon=True)

    def is_false(self) -> TrafficCondition:
        """It is not so."""
        return TrafficCondition(_boolean(self.evaluate, "IS_FALSE"), asks_addon=True)


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficSource:
    """The IP address of the server that connects, of one version of IP."""

    version: int

    def within(self, *ranges: str) -> TrafficCondition:
        """It is in one of the ranges."""
        return self._compare("CIDR_MATCHES", ranges)

    def outside(self, *ranges: str) -> TrafficCondition:
        """It is in none of the ranges."""
        return self._compare("NOT_CIDR_MATCHES", ranges)

    def _compare(self, operator: str, ranges: Sequence[str]) -> TrafficCondition:
        setting = "sender_ip" if self.version == 4 else "sender_ipv6"
        check_count(setting, ranges, TRAFFIC_LIMITS)
        values = [checked_range(setting, one, version=self.version) for one in ranges]
        return TrafficCondition(
            _ipv4(operator, values) if self.version == 4 else _ipv6(operator, values),
            Comparison(Asked.SENDER_IP if self.version == 4 else Asked.SENDER_IPV6, operator, tuple(values)),
        )


@checks_types
@dataclass(frozen=True, slots=True)
class TrafficTls:
    """The version of TLS."""

    def at_least(self, version: TlsVersion) -> TrafficCondition:
        """It is this version or a newer one."""
        return self._compare("MINIMUM_TLS_VERSION", version)

    def equals(self, version: TlsVersion) -> TrafficCondition:
        """It is this version."""
        return self._compare("IS", version)

    def _compare(self, operator: str, version: TlsVersion) -> TrafficCondition:
        return TrafficCondition(
            _Policy.PolicyConditionProperty(
                tls_expression=_Policy.IngressTlsProtocolExpressionProperty(
                    evaluate=_Policy.IngressTlsProtocolToEvaluateProperty(attribute="TLS_PROTOCOL"),
                    operator=operator,
                    value=str(TlsVersion(version)),
                )
            )
        )


@checks_types
class Traffic:
    """A delivery, as the statements of a traffic policy see it.

    >>> Traffic.recipient.ends_with("@shop.example").narrows
    True

    Schema of ``AWS::SES::MailManagerTrafficPolicy``. Guide: Traffic policies and policy statements.
    """

    recipient: Final = TrafficRecipient(
        "RECIPIENT", _Policy.IngressStringToEvaluateProperty(attribute="RECIPIENT")
    )
    """A recipient of the envelope, with its ``+tag``."""
    sender_ip: Final = TrafficSource(4)
    """Of deliveries over IPv4."""
    sender_ipv6: Final = TrafficSource(6)
    """Of deliveries over IPv6."""
    tls: Final = TrafficTls()

    @staticmethod
    def analysis_text(addon: refs.IMailManagerAddonInstanceRef, field: str) -> TrafficText:
        """A text of an add-on's answer. Add-ons are not asked about deliveries over IPv6.

        Raises:
            InvalidSettingError: for an add-on that needs the message, or a field that is none.
        """
        analysis = Analysis.of_traffic(addon, field)
        return TrafficText(analysis.setting, _Policy.IngressStringToEvaluateProperty(analysis=_analysis(analysis)))

    @staticmethod
    def analysis_flag(addon: refs.IMailManagerAddonInstanceRef, field: str) -> TrafficFlag:
        """A yes or no of an add-on's answer; as :meth:`analysis_text`.

        Raises:
            InvalidSettingError: as :meth:`analysis_text`.
        """
        analysis = Analysis.of_traffic(addon, field)
        return TrafficFlag(_Policy.IngressBooleanToEvaluateProperty(analysis=_analysis(analysis)))


def _analysis(analysis: Analysis) -> ses.CfnMailManagerTrafficPolicy.IngressAnalysisProperty:
    return _Policy.IngressAnalysisProperty(analyzer=analysis.analyzer, result_field=analysis.field)


def _boolean(
    evaluate: ses.CfnMailManagerTrafficPolicy.IngressBooleanToEvaluateProperty, operator: str
) -> ses.CfnMailManagerTrafficPolicy.PolicyConditionProperty:
    return _Policy.PolicyConditionProperty(
        boolean_expression=_Policy.IngressBooleanExpressionProperty(evaluate=evaluate, operator=operator)
    )


def _ipv4(operator: str, values: list[str]) -> ses.CfnMailManagerTrafficPolicy.PolicyConditionProperty:
    return _Policy.PolicyConditionProperty(
        ip_expression=_Policy.IngressIpv4ExpressionProperty(
            evaluate=_Policy.IngressIpToEvaluateProperty(attribute="SENDER_IP"), operator=operator, values=values
        )
    )


def _ipv6(operator: str, values: list[str]) -> ses.CfnMailManagerTrafficPolicy.PolicyConditionProperty:
    return _Policy.PolicyConditionProperty(
        ipv6_expression=_Policy.IngressIpv6ExpressionProperty(
            evaluate=_Policy.IngressIpv6ToEvaluateProperty(attribute="SENDER_IPV6"),
            operator=operator,
            values=values,
        )
    )

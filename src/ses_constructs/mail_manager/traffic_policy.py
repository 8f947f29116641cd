"""Which deliveries an ingress point lets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.facts.open_relays import Statement, let_in
from ses_constructs.shared import located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .compared_values import warn_of_loose_ends
from .physical_names import cfn_tags, check_name, check_region
from .traffic import TrafficCondition

_Policy = ses.CfnMailManagerTrafficPolicy


@checks_types
class TrafficPolicy(ses.CfnMailManagerTrafficPolicy):
    """Lets deliveries in or turns them away, before the message has come.

    Creates: ``AWS::SES::MailManagerTrafficPolicy``. It is an ``aws_ses.CfnMailManagerTrafficPolicy``. Several
    ingress points may use it.

    >>> policy = TrafficPolicy(stack, "Policy")
    >>> policy.allow(Traffic.recipient.ends_with("@shop.example"), Traffic.tls.at_least(TlsVersion.TLS_1_2))
    >>> policy.deny(Traffic.sender_ip.within("192.0.2.0/24"))

    Statements that deny are evaluated first, whatever their order; then those that allow.

    Args:
        allow_by_default: True lets in what no statement speaks of. Left out: false, nothing comes in but what
            :meth:`allow` names.
        max_message_size: Larger messages are turned away. Left out: what SES takes.
        traffic_policy_name: 3 to 63 letters, digits, ``-`` and ``_``. Left out: generated.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY.

    Raises:
        InvalidSettingError: for a name, tags or a size that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Traffic policies and policy statements. API: ``CreateTrafficPolicy`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        allow_by_default: bool = False,
        max_message_size: cdk.Size | None = None,
        traffic_policy_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            check_name(
                "traffic_policy_name",
                traffic_policy_name,
                facts.TRAFFIC_POLICY_NAME,
                fix="use 3 to 63 letters, digits, '-' and '_', or leave it out",
            )
            most = _checked_size(max_message_size)
            given = cfn_tags(tags)
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            default_action="ALLOW" if allow_by_default else "DENY",
            policy_statements=[],
            max_message_size_bytes=most,
            traffic_policy_name=traffic_policy_name,
            tags=given,
        )
        apply_removal(self, removal_policy)
        self._allows_by_default = allow_by_default
        self._statements: list[ses.CfnMailManagerTrafficPolicy.PolicyStatementProperty] = []
        self._judged: list[Statement] = []
        self._asks_addons = False
        self._checks: list[Callable[[], None]] = []

    @classmethod
    def from_traffic_policy_id(
        cls, scope: Construct, id: str, traffic_policy_id: str
    ) -> refs.IMailManagerTrafficPolicyRef:
        """A traffic policy of this account and region that something else made.

        It cannot be judged: an open ``IngressPoint`` warns where it could make an open relay.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            traffic_policy_id: Such as ``tp-...``; may be a token.
        """
        return ses.CfnMailManagerTrafficPolicy.from_traffic_policy_id(scope, id, traffic_policy_id)

    @property
    def strangers(self) -> Sources:
        """From where it lets in mail for recipients that no statement names."""
        return let_in(self._judged, allows_by_default=self._allows_by_default)

    @property
    def asks_addons(self) -> bool:
        """Whether a statement asks an add-on."""
        return self._asks_addons

    @property
    def lets_in_everything(self) -> bool:
        """Whether somebody unknown can deliver mail for somebody unknown: what all statements come to together."""
        return self.strangers.is_anybody((4, 6))

    def allow(self, *conditions: TrafficCondition) -> None:
        """Lets in deliveries for which all of these conditions hold, unless a statement denies them.

        Raises:
            InvalidSettingError: for no condition, or one of a rule.
            ConflictingSettingsError: when everything is let in by default, or when it makes an ingress point an
                open relay.
        """
        with located(self):
            if self._allows_by_default:
                raise ConflictingSettingsError(
                    "allow_by_default=True lets in everything, and no allow() changes that",
                    fix="leave allow_by_default out, or name with deny() what is turned away",
                )
            self._add("ALLOW", conditions)
        for condition in conditions:
            warn_of_loose_ends(self, condition.comparison)
        self._run_checks()

    def deny(self, *conditions: TrafficCondition) -> None:
        """Turns away deliveries for which all of these conditions hold, whatever else allows them.

        Where it is what makes a policy narrow that allows by default, call it before the ``IngressPoint``, which
        looks at the policy at once.

        Raises:
            InvalidSettingError: for no condition, or one of a rule.
        """
        with located(self):
            self._add("DENY", conditions)
        self._run_checks()

    def check_with(self, check: Callable[[], None]) -> None:
        """Runs a check now, and again after each statement."""
        self._checks.append(check)
        check()

    def _run_checks(self) -> None:
        for check in self._checks:
            check()

    def _add(self, action: str, conditions: tuple[TrafficCondition, ...]) -> None:
        if not conditions:
            raise InvalidSettingError(
                "conditions", [], "are none", fix="give one such as Traffic.recipient.ends_with('@shop.example')"
            )
        statement = _Policy.PolicyStatementProperty(
            action=action, conditions=[condition.rendered for condition in conditions]
        )
        self._statements.append(statement)
        self._asks_addons = self._asks_addons or any(condition.asks_addon for condition in conditions)
        self._judged.append(Statement(action == "ALLOW", tuple(condition.comparison for condition in conditions)))
        self.policy_statements = list(self._statements)


def _checked_size(size: cdk.Size | None) -> float | None:
    if size is None:
        return None
    number = size.to_bytes()
    if number < 1:
        raise InvalidSettingError(
            "max_message_size", number, "lets no message in", fix="give one such as cdk.Size.mebibytes(10)"
        )
    return number

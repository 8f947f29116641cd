"""One rule of a receipt rule set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import metrics, names, quotas
from ses_constructs.shared import is_known, located
from ses_constructs.shared.setting_types import checks_types

from .actions import StopAction
from .physical_names import generated_name
from .receipt_action import ReceiptAction
from .receiving_metrics import ReceivingMetrics
from .recipients import all_covered
from .rule_source import RuleSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rule stands.

    Args:
        rule_set: Name of the set, or a token of its stack.
        after: Name of what stands before it. None: it is the first.
        earlier: The rules before it.
    """

    rule_set: str
    after: str | None
    earlier: Sequence[ReceiptRule]


@checks_types
class ReceiptRule(Construct, ReceivingMetrics):
    """What happens to mail for some recipients. Made by :meth:`ReceiptRuleSet.add_rule`, which explains it.

    Creates: ``AWS::SES::ReceiptRule``, and what its actions need to be allowed.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        place: Place,
        actions: Sequence[ReceiptAction],
        recipients: Sequence[str] | None,
        enabled: bool,
        scan: bool,
        require_tls: bool,
        receipt_rule_name: str | None,
    ) -> None:
        super().__init__(scope, id)
        self.recipients = None if recipients is None else tuple(recipients)
        self.enabled = enabled
        self._actions = tuple(actions)
        with located(self):
            _check_actions(self._actions)
            _check_name(receipt_rule_name)
            named = receipt_rule_name if receipt_rule_name is not None else generated_name(self, readable=id)
            self.receipt_rule_name: str = named
            self.receiving_dimensions = {metrics.RULE_DIMENSION: named}
            source = RuleSource.of(self, rule_set=place.rule_set, rule=named)
            after = [needed for action in self._actions for needed in action.permit(source)]
        self.resource = ses.CfnReceiptRule(
            self,
            "Resource",
            rule_set_name=place.rule_set,
            after=place.after,
            rule=ses.CfnReceiptRule.RuleProperty(
                name=named,
                # SES's own default of both is false.
                enabled=enabled,
                scan_enabled=scan,
                tls_policy="Require" if require_tls else "Optional",
                recipients=None if self.recipients is None else list(self.recipients),
                actions=[action.render(source) for action in self._actions],
            ),
        )
        self.resource.node.add_dependency(*after, *(rule.resource for rule in place.earlier[-1:]))
        self._warn_of_what_never_runs(place.earlier)

    @property
    def stops(self) -> bool:
        """True when no later rule sees what this one is for."""
        return self.enabled and any(isinstance(action, StopAction) for action in self._actions)

    def _warn_of_what_never_runs(self, earlier: Sequence[ReceiptRule]) -> None:
        warnings = cdk.Annotations.of(self)
        if any(isinstance(action, StopAction) for action in self._actions[:-1]):
            warnings.add_warning_v2(
                "ses-constructs:after-stop-action", "actions after a StopAction never run; put it last"
            )
        for rule in earlier:
            if rule.stops and all_covered(self.recipients, by=rule.recipients):
                warnings.add_warning_v2(
                    "ses-constructs:after-stop-rule",
                    f"rule {rule.node.path} stops all mail that this rule is for, so it never runs; "
                    "add it before that rule, or leave its StopAction out",
                )
                return


def _check_actions(actions: Sequence[ReceiptAction]) -> None:
    if not actions:
        raise InvalidSettingError(
            "actions",
            [],
            "is empty: the mail would be accepted and thrown away",
            fix="give at least one action, such as S3Action(bucket=...), or StopAction() to throw mail away",
        )
    if len(actions) > quotas.ACTIONS_PER_RULE:
        raise InvalidSettingError(
            "actions",
            f"<{len(actions)} actions>",
            f"has more than the {quotas.ACTIONS_PER_RULE} that SES takes",
            fix="spread them over two rules for the same recipients",
            see="Service quotas in Amazon SES",
        )


def _check_name(name: str | None) -> None:
    if name is None:
        return
    if not is_known(name):
        raise InvalidSettingError(
            "receipt_rule_name",
            name,
            "is not known before the deployment, and permissions of the rule name it",
            fix="give a literal name, or leave it out",
        )
    if names.RECEIPT_RULE.fullmatch(name) is None:
        raise InvalidSettingError(
            "receipt_rule_name",
            name,
            "is not a name SES takes",
            fix="use up to 64 letters, digits, '.', '-' and '_', with a letter or digit at both ends, "
            "or leave it out",
        )

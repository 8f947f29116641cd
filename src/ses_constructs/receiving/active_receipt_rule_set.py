"""Several rule sets, of which one judges mail: to try rules, and to swap them at once."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .activation import Activation, ActivationMode
from .active_rule_set import activate
from .rule_set import ReceiptRuleSet

_SEE = "Email receiving concepts"


@checks_types
class ActiveReceiptRuleSet(Construct):
    """Activates one of several rule sets; naming another one swaps them in one call, without a gap.

    A blue/green deployment: deploy the new set beside the old one, then change ``active``, and change it back if
    mail goes astray. A message keeps the rules that were active when it came.

    Creates: ``Custom::SesActiveReceiptRuleSet``, after all rules of all the sets. Deleted: no set is active, or
    the one that a takeover replaced, unless somebody has activated another one in the meantime.

    Args:
        rule_sets: Each made with ``Activation.off()``.
        active: One of them.
        activation: ``exclusive`` or ``takeover``. Left out: ``Activation.exclusive()``.

    Raises:
        InvalidSettingError: for an ``active`` that is none of them.
        ConflictingSettingsError: for a set that activates itself, or another active set in the app.

    Guide: Email receiving concepts (receipt rule sets).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        rule_sets: Sequence[ReceiptRuleSet],
        active: ReceiptRuleSet,
        activation: Activation | None = None,
    ) -> None:
        super().__init__(scope, id)
        mode = activation.mode if activation is not None else ActivationMode.EXCLUSIVE
        with located(self):
            _check(rule_sets, active, mode)
            self.activation_mode = mode
            """How the set becomes active."""
            self.receipt_rule_set_name = active.receipt_rule_set_name
            """Of the set that judges mail."""
            resource = activate(self, "Activation", mode=mode, rule_set=self.receipt_rule_set_name)
        resource.node.add_dependency(*rule_sets)


def _check(rule_sets: Sequence[ReceiptRuleSet], active: ReceiptRuleSet, mode: ActivationMode) -> None:
    if not any(active is each for each in rule_sets):
        raise InvalidSettingError(
            "active", active.node.path, "is none of rule_sets", fix="list it among rule_sets", see=_SEE
        )
    for each in rule_sets:
        if each.activation_mode is not ActivationMode.OFF:
            raise ConflictingSettingsError(
                f"{each.node.path!r} activates itself",
                fix="make it with activation=Activation.off()",
                see=_SEE,
            )
    if mode not in (ActivationMode.EXCLUSIVE, ActivationMode.TAKEOVER):
        raise InvalidSettingError(
            "activation",
            str(mode),
            "does not activate one of these sets",
            fix="give Activation.exclusive() or Activation.takeover()",
            see=_SEE,
        )

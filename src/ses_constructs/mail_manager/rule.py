"""One rule of a rule set, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.open_relays import Passage
from ses_constructs.shared.setting_types import checks_types

from .actions import DropAction, ReplaceRecipientAction
from .rule_action import RuleAction
from .rule_condition import RuleCondition

_SEE = "Rule sets and rules"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """For each recipient of a message: when all conditions hold and no exception does, the actions run.

    Made by ``RuleSet.add_rule``, which explains it.

    Raises:
        InvalidSettingError: for what SES refuses.
    """

    name: str
    actions: tuple[RuleAction, ...]
    when: tuple[RuleCondition, ...]
    unless: tuple[RuleCondition, ...]

    def __post_init__(self) -> None:
        if facts.RULE_NAME.fullmatch(self.name) is None:
            raise InvalidSettingError(
                "name", self.name, "is not a name SES takes", fix="use up to 32 letters, digits, '-', '_' and '.'"
            )
        _check_actions(self.actions)
        _check_conditions("when", self.when)
        _check_conditions("unless", self.unless)

    @property
    def ends_everything(self) -> bool:
        """Whether no message reaches a later rule."""
        drops = any(isinstance(action, DropAction) for action in self.actions)
        return drops and not self.when and not self.unless

    @property
    def acts_after_drop(self) -> bool:
        """Whether some of its actions never run."""
        return any(isinstance(action, DropAction) for action in self.actions[:-1])

    @property
    def passage(self) -> Passage:
        """What it does with mail for recipients nobody has named."""
        return Passage(
            name=self.name,
            when=tuple(condition.comparison for condition in self.when),
            unless=tuple(condition.comparison for condition in self.unless),
            sends=self._sends_to_anybody(),
            drops=any(isinstance(action, DropAction) for action in self.actions),
        )

    @property
    def needs_certificate(self) -> bool:
        """Whether it asks for the certificate of the client."""
        return any(condition.needs_certificate for condition in (*self.when, *self.unless))

    @property
    def whole_headers(self) -> list[str]:
        """Headers that it compares as a whole."""
        found = [condition.compares_header for condition in (*self.when, *self.unless)]
        return [header for header in found if header is not None]

    def _sends_to_anybody(self) -> bool:
        for action in self.actions:
            if isinstance(action, ReplaceRecipientAction | DropAction):
                return False
            if action.sends_outward:
                return True
        return False


def _check_actions(actions: Sequence[RuleAction]) -> None:
    if not actions:
        raise InvalidSettingError(
            "actions", [], "is empty", fix="give at least one, such as ArchiveAction(archive=...) or DropAction()"
        )
    if len(actions) > facts.ACTIONS_PER_RULE:
        raise InvalidSettingError(
            "actions",
            f"<{len(actions)} actions>",
            f"has more than the {facts.ACTIONS_PER_RULE} of one rule",
            fix="spread them over two rules with the same conditions",
            see=_SEE,
        )


def _check_conditions(setting: str, conditions: Sequence[RuleCondition]) -> None:
    if len(conditions) > facts.CONDITIONS_PER_RULE:
        raise InvalidSettingError(
            setting,
            f"<{len(conditions)} conditions>",
            f"has more than the {facts.CONDITIONS_PER_RULE} of one rule",
            fix="give several values to one condition, or use an AddressList",
            see=_SEE,
        )

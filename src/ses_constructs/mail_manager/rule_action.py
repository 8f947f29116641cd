"""What all actions of a rule have in common, and the permissions that some of them need."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.addresses import checked_address
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.setting_types import checks_types

Statement = dict[str, object]
"""As IAM writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What SES does in a role's name for one action. Actions with the same permission share a role.

    Args:
        purpose: In PascalCase; part of the role's id.
        statements: Of the role.
        wildcards: Why each resource with a ``*`` is there.
    """

    purpose: str
    statements: Sequence[Statement]
    wildcards: Mapping[str, str] = field(default_factory=dict)


@checks_types
class RuleAction(ABC):
    """One action of a rule; actions run in their order."""

    __slots__ = ()
    _given_as: ClassVar = "an action of ses_constructs.mail_manager; receipt rules have others"

    def permission(self, scope: Construct, aws: Aws) -> Permission | None:  # noqa: ARG002 - for those that ask
        """What SES needs for it; ``None`` when SES needs nobody's leave.

        Args:
            scope: Where warnings appear.
            aws: The place of the rule set.
        """
        return None

    @abstractmethod
    def render(self, role_arn: str) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        """The action as the template wants it; ``role_arn`` is empty for one without permission."""

    @property
    def sends_outward(self) -> bool:
        """Whether the message leaves for its recipients, whoever they are."""
        return False


def statement(actions: Sequence[str], *resources: str, condition: object = None) -> Statement:
    """A statement that allows, as IAM writes it."""
    made: Statement = {
        "Effect": "Allow",
        "Action": list(actions) if len(actions) > 1 else actions[0],
        "Resource": list(resources) if len(resources) > 1 else resources[0],
    }
    return made if condition is None else {**made, "Condition": condition}


def checked_action_address(setting: str, address: str) -> str:
    """An address as actions take it.

    Raises:
        InvalidSettingError: for what is no address, or has a character that Mail Manager does not take.
    """
    if not is_known(address):
        return address
    checked = checked_address(setting, address)
    if facts.ACTION_ADDRESS.fullmatch(checked) is None or len(checked) > facts.ACTION_ADDRESS_LENGTH:
        raise InvalidSettingError(
            setting,
            address,
            "has a character that Mail Manager does not take in actions, or is too long",
            fix=f"use an address of up to {facts.ACTION_ADDRESS_LENGTH} letters, digits, '+', '.' and '-'",
        )
    return checked

"""A setting of the account that CloudFormation has no resource for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.shared import Provider, located
from ses_constructs.shared.owner import claim
from ses_constructs.shared.setting_types import checks_types

_NO_RESOURCE = "these actions are about the account, and apply to no resource that IAM could name"


class WhenDeleted(StrEnum):
    """What becomes of an account setting when its construct or its stack is deleted."""

    KEEP = "keep"
    """It stays as it is."""
    RESTORE = "restore"
    """It becomes what it was before the first deployment, unless somebody else has changed it since."""


@checks_types
class AccountSetting(Construct):
    """One setting: its owner, and the custom resource that writes it.

    Args:
        name: A key of ``ATTRIBUTES`` in ``lambdas/provide_resources/account_attributes.py``.
        what: What it is called towards people.
        value: What is put in force.
        actions: IAM actions that write it.
        when_deleted: What a deletion does.

    Raises:
        ConflictingSettingsError: when the app has an owner of this setting already.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        what: str,
        value: Mapping[str, object],
        actions: Sequence[str],
        when_deleted: WhenDeleted,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            first = claim(self, what)
        made = account_resource(
            self,
            "Setting",
            type="SesAccountSetting",
            properties={"Setting": name, "Value": dict(value), "OnDelete": str(when_deleted)},
            actions=actions,
        )
        made.node.add_dependency(first)


def account_resource(
    scope: Construct, id: str, *, type: str, properties: Mapping[str, object], actions: Sequence[str]
) -> cdk.CustomResource:
    """A custom resource of the stack's provider that reads the account and calls ``actions``."""
    return Provider.of(scope).resource(
        scope,
        id,
        type=type,
        properties=properties,
        actions=["ses:GetAccount", *actions],
        resources=["*"],
        why_all_resources=_NO_RESOURCE,
    )

"""Permissions beside sending, held against AWS's own data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

from ses_constructs.access import SesAccess
from ses_constructs.configuration_sets import ConfigurationSet
from tests.access.known_to_aws import problems

Statements = Callable[[], list[dict[str, Any]]]
STEM = "arn:aws:ses:eu-west-1:111122223333:"
GRANTS: dict[str, Callable[[SesAccess, iam.Role], object]] = {
    "identities": lambda access, role: access.grant_manage_identities(role),
    "some identities": lambda access, role: access.grant_manage_identities(role, identities=["*.a.example"]),
    "identities by both versions": lambda access, role: access.grant_manage_identities(role, version_1=True),
    "suppression": lambda access, role: access.grant_manage_suppression(role),
    "read": lambda access, role: access.grant_read(role),
    "pause": lambda access, role: access.grant_pause(role),
}


@pytest.mark.parametrize("grant", GRANTS)
def test_aws_knows_every_action_and_each_is_narrowed_where_it_can_be(
    irish_stack: cdk.Stack, role: iam.Role, statements: Statements, grant: str
) -> None:
    GRANTS[grant](SesAccess.of(irish_stack), role)
    assert [problem for statement in statements() for problem in problems(statement)] == []


def test_identities_can_be_named(irish_stack: cdk.Stack, role: iam.Role, statements: Statements) -> None:
    SesAccess.of(irish_stack).grant_manage_identities(role, identities=["a.example", "*.b.example"])
    assert statements()[0]["Resource"] == [f"{STEM}identity/a.example", f"{STEM}identity/*.b.example"]


def test_pausing_sets_does_not_reach_the_account(
    irish_stack: cdk.Stack, role: iam.Role, statements: Statements
) -> None:
    SesAccess.of(irish_stack).grant_pause(role, configuration_sets=[ConfigurationSet(irish_stack, "Set")])
    (statement,) = statements()
    assert statement["Action"] == ["ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions"]
    assert statement["Resource"].startswith(f"{STEM}configuration-set/")
    assert problems(statement) == []


def test_reading_shows_no_recipients(irish_stack: cdk.Stack, role: iam.Role, statements: Statements) -> None:
    SesAccess.of(irish_stack).grant_read(role)
    actions = " ".join(action for each in statements() for action in [*each["Action"]])
    assert not any(word in actions for word in ("Contact", "Suppressed", "Insights", "Send*"))

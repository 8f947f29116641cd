"""A role of the emulated account with one of its permissions taken away, one after another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.end_to_end.account import Account, Record


@dataclass(frozen=True)
class Permission:
    """One action of one statement of an inline policy."""

    role: str
    policy: str
    statement: int
    action: str
    resource: str

    def __str__(self) -> str:
        return f"{self.action} on {self.resource}"


def role_named(account: Account, *parts: str) -> str:
    """The one role whose name has all the parts."""
    roles = account.emulator.client("iam").list_roles()["Roles"]
    (found,) = [each["RoleName"] for each in roles if all(part in each["RoleName"] for part in parts)]
    return found


def permissions_of(account: Account, role: str) -> list[Permission]:
    """Every action of the role's inline policies."""
    names = account.emulator.client("iam").list_role_policies(RoleName=role)["PolicyNames"]
    return [
        Permission(role, name, number, action, str(statement["Resource"]))
        for name in names
        for number, statement in enumerate(_statements(account, role, name))
        for action in _actions(statement)
    ]


@contextmanager
def without(account: Account, permission: Permission) -> Iterator[None]:
    """Takes a permission away, and gives it back."""
    iam = account.emulator.client("iam")
    role, policy = permission.role, permission.policy
    statements = _statements(account, role, policy)
    whole = json.dumps({"Version": "2012-10-17", "Statement": statements})
    narrowed = statements[permission.statement]
    narrowed["Action"] = [each for each in _actions(narrowed) if each != permission.action]
    left = [statement for statement in statements if statement["Action"]]
    if left:
        document = json.dumps({"Version": "2012-10-17", "Statement": left})
        iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=document)
    else:
        iam.delete_role_policy(RoleName=role, PolicyName=policy)
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=whole)


def _statements(account: Account, role: str, policy: str) -> list[Record]:
    found = account.emulator.client("iam").get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    statements: list[Record] = json.loads(json.dumps(found))["Statement"]
    return statements


def _actions(statement: Record) -> list[str]:
    action = statement["Action"]
    return action if isinstance(action, list) else [action]

"""The IAM user whose key programs sign with, however many domains it may send from."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

_INLINE, _MANAGED = 1900, 5800
"""Characters, with some to spare. IAM guide, IAM and AWS STS quotas: the policies inside a user have 2,048
characters together, a managed policy has 6,144; spaces do not count."""
_JOINS = "@aws-cdk/aws-iam:minimizePolicies"
"""The CDK's flag by which it joins statements; new apps have it on."""
_AROUND = 60
"""Of a statement: its braces, keys and effect."""
_LONGEST: dict[str, int] = {"AWS::Partition": 10, "AWS::Region": 14, "AWS::AccountId": 12}
_UNKNOWN = 64
"""The longest name of a configuration set."""


class KeyUser(iam.User):
    """An IAM user. What may be granted to it does not end where a user's own policies do.

    Permissions go into the user while there is room, and then into managed policies, of which IAM attaches up to
    10: enough for some 500 domains.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._joined = cdk.FeatureFlags.of(self).is_enabled(_JOINS) is True
        self._inline = _Room(_INLINE, joined=self._joined)
        self._rooms: list[tuple[_Room, iam.ManagedPolicy]] = []

    def add_to_principal_policy(self, statement: iam.PolicyStatement) -> iam.AddToPrincipalPolicyResult:
        """Adds a statement; the CDK's grants call it."""
        said = cdk.Stack.of(self).resolve(statement.to_json())
        if not self._rooms and self._inline.takes(said):
            return super().add_to_principal_policy(statement)
        if not self._rooms or not self._rooms[-1][0].takes(said):
            made = iam.ManagedPolicy(self, f"More{len(self._rooms) + 1}", users=[self])
            self._rooms.append((_Room(_MANAGED, joined=self._joined), made))
            self._rooms[-1][0].takes(said)
        policy = self._rooms[-1][1]
        policy.add_statements(statement)
        return iam.AddToPrincipalPolicyResult(statement_added=True, policy_dependable=policy)


class _Room:
    """What is left of a policy.

    Args:
        characters: How many it may have.
        joined: Statements that differ in their resources only are written as one.
    """

    def __init__(self, characters: int, *, joined: bool) -> None:
        self._left = characters
        self._joined = joined
        self._said: dict[str, set[str]] = {}

    def takes(self, statement: dict[str, object]) -> bool:
        """Writes a statement down if there is room, and tells whether there was."""
        given = statement.get("Resource")
        resources = {json.dumps(one): one for one in (given if isinstance(given, list) else [given])}
        rest = json.dumps({key: value for key, value in statement.items() if key != "Resource"})
        known = self._said.get(rest, set()) if self._joined else set()
        needed = sum(_length(one) + len('"",') for text, one in resources.items() if text not in known)
        needed += 0 if known else len(rest) + _AROUND
        if needed > self._left:
            return False
        self._left -= needed
        self._said.setdefault(rest, set()).update(resources)
        return True


def _length(value: object) -> int:
    """Characters of a text of a template, once it is deployed."""
    match value:
        case str():
            return len(value)
        case {"Fn::Join": [str(between), list(parts)]}:
            return sum(_length(part) + len(between) for part in parts)
        case {"Ref": str(name)}:
            return _LONGEST.get(name, _UNKNOWN)
    return _UNKNOWN

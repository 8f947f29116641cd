"""Roles in whose name SES runs the actions of one rule set."""

from __future__ import annotations

import hashlib
import json
import re

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .rule_action import Permission

_HASH_LENGTH = 8


class ActionRoles:
    """One role for each permission: no action can do what another one may.

    The permission is part of the role, so that it is there before the rule set refers to the role.

    Guide: Permission policies for Mail Manager (permission and trust policies to execute rule actions).
    """

    def __init__(self, scope: Construct) -> None:
        self._scope = scope
        self._roles: dict[str, str] = {}

    def arn_for(self, permission: Permission) -> str:
        """The ARN of the role with this permission, made when it is first asked for."""
        # Resolved, since a token is spelt differently each time.
        spelt = json.dumps(Aws.of(self._scope).stack.resolve(list(permission.statements)), sort_keys=True)
        digest = hashlib.sha256(spelt.encode()).hexdigest()[:_HASH_LENGTH]
        id = f"{permission.purpose}{digest}"
        if id not in self._roles:
            self._roles[id] = self._make(id, permission).attr_arn
        return self._roles[id]

    def _make(self, id: str, permission: Permission) -> iam.CfnRole:
        aws = Aws.of(self._scope)
        trust = {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": SERVICE},
            # The rule set's own id is known only after its roles.
            "Condition": {
                "StringEquals": {"aws:SourceAccount": aws.account},
                "ArnLike": {"aws:SourceArn": aws.arn("ses", "mailmanager-rule-set/*")},
            },
        }
        role = iam.CfnRole(
            self._scope,
            id,
            description=f"Mail Manager: {permission.purpose}",
            assume_role_policy_document={"Version": "2012-10-17", "Statement": [trust]},
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name=permission.purpose,
                    policy_document={"Version": "2012-10-17", "Statement": list(permission.statements)},
                )
            ],
        )
        for resource, reason in permission.wildcards.items():
            acknowledge_wildcard(role, _spelt(aws.stack, resource), reason)
        return role


def _spelt(stack: cdk.Stack, resource: str) -> str:
    """A resource as cdk-nag spells it: references in angle brackets."""
    resolved = stack.resolve(resource)
    if isinstance(resolved, str):
        return resolved
    parts = resolved["Fn::Join"][1] if "Fn::Join" in resolved else [resolved]
    return "".join(part if isinstance(part, str) else f"<{_reference(part)}>" for part in parts)


def _reference(part: dict[str, object]) -> str:
    ((name, given),) = part.items()
    text = ".".join(str(one) for one in given) if isinstance(given, list) else str(given)
    return re.sub(r"\s", "", text) if name in ("Ref", "Fn::GetAtt") else text

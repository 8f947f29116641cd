"""The role that SES takes on when it acts for a receipt rule.

Guide: Giving permissions to Amazon SES for email receiving (IAM role permissions for the S3 action); API:
``S3Action`` and ``ConnectAction`` (``IamRoleArn``), which say what the role must be allowed. That its trust policy
may name account and rule, as that of the bucket, the key, the topic and the function does, is our reading: neither
the API models nor the schema say what SES tells STS, and nothing at all is said of Connect. A role of one's own
(``BucketWriter.role``, ``ConnectAction.role``) is the way out where SES is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import IDependable

from ses_constructs.facts.permissions import SERVICE

from .rule_source import RuleSource


def role_of(source: RuleSource, id: str) -> iam.IRole:
    """The rule's role of that id, which SES may take on for this rule of this account only; made once."""
    found = source.scope.node.try_find_child(id)
    if isinstance(found, iam.Role):
        return found
    principal = iam.ServicePrincipal(SERVICE, conditions=source.conditions)
    return iam.Role(source.scope, id, assumed_by=principal, description="Amazon SES, for one receipt rule")


def let_role(role: iam.IRole, actions: Sequence[str], resources: Sequence[str]) -> list[IDependable]:
    """Adds to what a role may do. A role that was imported as immutable is taken to be let already.

    Returns:
        What the rule must wait for besides the role, which it names.
    """
    added = role.add_to_principal_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))
    return [] if added.policy_dependable is None else [added.policy_dependable]

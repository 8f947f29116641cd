"""The role by which SES writes events to a Firehose stream."""

from __future__ import annotations

import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions

from .trust import Caller, distrust

_SEE = "Set up a Data Firehose event destination for event publishing"
_ACTION = "firehose:PutRecordBatch"


def own_role(scope: Construct, *, stream_arn: str, account: str, source_arn: str) -> iam.Role:
    """A role that one configuration set may use, and only to write to one stream."""
    # Inline, so that the permission exists with the role: SES tries it when the destination is made.
    write = iam.PolicyStatement(actions=[_ACTION], resources=[stream_arn])
    return iam.Role(
        scope,
        "Role",
        description="Amazon SES writes events of a configuration set to a Firehose stream",
        assumed_by=iam.ServicePrincipal(
            permissions.SERVICE,
            conditions={"StringEquals": {"aws:SourceAccount": account, "aws:SourceArn": source_arn}},
        ),
        inline_policies={"Write": iam.PolicyDocument(statements=[write])},
    )


def given_role(
    scope: Construct, role: iam.IRole, *, stream_arn: str, account: str, source_arn: str
) -> tuple[IDependable, ...]:
    """Lets a role that somebody else has made write to the stream.

    Of a role that is imported, nothing can be read: it is taken as it is, and a warning says what it needs.

    Returns:
        What must exist before SES tries.

    Raises:
        InvalidSettingError: for a role of this app that SES may not assume.
    """
    trust = role.assume_role_policy if isinstance(role, iam.Role) else None
    if trust is not None:
        stack = cdk.Stack.of(scope)
        caller = Caller(account=stack.resolve(account), source_arn=stack.resolve(source_arn))
        _check_trust(role, stack.resolve(trust.to_json()), caller)
    statement = iam.PolicyStatement(actions=[_ACTION], resources=[stream_arn])
    added = role.add_to_principal_policy(statement)
    if trust is None or not added.statement_added:
        text = json.dumps(cdk.Stack.of(scope).resolve(statement.to_json()))
        cdk.Annotations.of(scope).add_warning_v2(
            "ses-constructs:stream-role",
            f"role {role.node.path} is not made here; make sure that it trusts {permissions.SERVICE} for "
            "this configuration set (aws:SourceAccount, aws:SourceArn), and that it has this statement before the "
            f"deployment: {text}",
        )
    return () if added.policy_dependable is None else (added.policy_dependable,)


def _check_trust(role: iam.IRole, document: Mapping[str, object] | None, caller: Caller) -> None:
    why = distrust(document if document is not None else {}, caller)
    if why is not None:
        raise InvalidSettingError(
            "role",
            role.node.path,
            f"may not be assumed by SES for this set: it {why}",
            fix=f"make it with assumed_by=iam.ServicePrincipal({permissions.SERVICE!r}), with conditions that "
            "name this account and set or none, or leave role out",
            see=_SEE,
        )

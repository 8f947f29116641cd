"""Lets Mail Manager read a secret with a password, and use the key it is encrypted with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws

from .archive_access import warn_of_policy

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager


def let_read_secret(
    scope: Construct,
    secret: secretsmanager.ISecret,
    *,
    for_: str,
    secret_actions: Sequence[str],
    key_actions: Sequence[str],
) -> list[IDependable]:
    """Lets SES read a secret on behalf of one kind of resource of this account.

    The resource has no id before it is made, and is made with the secret: policies name its kind.

    Args:
        scope: Where warnings appear.
        for_: Resource type in ARNs, such as ``mailmanager-smtp-relay``.
        secret_actions: What SES does with the secret.
        key_actions: What SES does with its key.

    Returns:
        What the resource must wait for.

    Raises:
        InvalidSettingError: for a secret of this app that is encrypted with the key of Secrets Manager, which
            SES cannot be let in to.

    Guide: Permission policies for Mail Manager.
    """
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_secretsmanager as secretsmanager

    aws = Aws.of(scope)
    source = {
        "StringEquals": {"aws:SourceAccount": aws.account},
        "ArnLike": {"aws:SourceArn": aws.arn("ses", f"{for_}/*")},
    }
    principals = [iam.ServicePrincipal(SERVICE)]
    if secret.encryption_key is None and isinstance(secret, secretsmanager.Secret):
        raise InvalidSettingError(
            "secret",
            secret.node.path,
            "is encrypted with the key of Secrets Manager, which Mail Manager cannot be let in to",
            fix="give the secret an encryption_key=kms.Key(...) of your own",
            see="Permission policies for Mail Manager",
        )
    read = iam.PolicyStatement(
        principals=principals, actions=list(secret_actions), resources=["*"], conditions=source
    )
    added = secret.add_to_resource_policy(read)
    if not added.statement_added:
        warn_of_policy(scope, "secret-policy", f"the policy of secret {secret.node.path}", read)
    after: list[IDependable] = [] if added.policy_dependable is None else [added.policy_dependable]
    via = {"kms:ViaService": f"secretsmanager.{aws.region}.amazonaws.com"}
    use = iam.PolicyStatement(
        principals=principals,
        actions=list(key_actions),
        resources=["*"],
        conditions={**source, "StringEquals": {**via, **source["StringEquals"]}},
    )
    key = secret.encryption_key
    if key is None or not key.add_to_resource_policy(use, True).statement_added:
        warn_of_policy(scope, "key-policy", f"the policy of the key of secret {secret.node.path}", use)
    if key is not None:
        after.append(key)
    return after

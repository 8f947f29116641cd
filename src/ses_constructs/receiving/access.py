"""What SES must be allowed before a receipt rule is made: SES tries it then. Topics: ``shared.topics``.

Guide: Giving permissions to Amazon SES for email receiving.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import is_known, once

from .rule_source import RuleSource

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_INVOKE = "lambda:InvokeFunction"


def check_unlocked(bucket: s3.IBucket) -> None:
    """Refuses a bucket whose objects Object Lock keeps by default: SES cannot write to it.

    Raises:
        InvalidSettingError: for a bucket of this app with a default retention; others are not known.
    """
    if _has_default_retention(bucket):
        raise InvalidSettingError(
            "bucket",
            bucket.node.path,
            "has a default retention of Object Lock, and SES cannot write to such a bucket",
            fix="give another bucket, or leave object_lock_default_retention out",
            see="Deliver to S3 bucket action",
        )


@once
def _has_default_retention(bucket: s3.IBucket) -> bool:
    made = bucket.node.default_child
    lock = made.object_lock_configuration if isinstance(made, s3.CfnBucket) else None
    return isinstance(lock, s3.CfnBucket.ObjectLockConfigurationProperty) and lock.rule is not None


def let_rule_write(source: RuleSource, bucket: s3.IBucket, *, prefix: str) -> list[IDependable]:
    """Lets a rule write below a prefix of a bucket, and use the bucket's own key.

    Returns:
        What the rule must wait for.
    """
    put = iam.PolicyStatement(
        principals=[iam.ServicePrincipal(SERVICE)],
        actions=["s3:PutObject"],
        resources=[bucket.arn_for_objects(f"{prefix}*")],
        conditions=source.conditions,
    )
    added = bucket.add_to_resource_policy(put)
    if not added.statement_added:
        _warn(source, "bucket-policy", f"the policy of bucket {bucket.node.path}", put)
    after: list[IDependable] = [] if added.policy_dependable is None else [added.policy_dependable]
    key = bucket.encryption_key
    if key is not None:
        use = iam.PolicyStatement(
            principals=[iam.ServicePrincipal(SERVICE)],
            actions=["kms:Decrypt", "kms:GenerateDataKey*"],
            resources=["*"],
            conditions=source.conditions,
        )
        if not key.add_to_resource_policy(use, True).statement_added:
            _warn(source, "key-policy", f"the policy of the key of bucket {bucket.node.path}", use)
        after.append(key)
    return after


def let_rule_invoke(source: RuleSource, function: lambda_.IFunction) -> list[IDependable]:
    """Lets a rule invoke a function.

    The permission is a resource of the rule's stack, so that imported functions of the account get one too.

    Returns:
        What the rule must wait for.
    """
    # aws_lambda pulls in aws_ec2, a tenth of a second; whoever has a function has paid for it already.
    from aws_cdk import aws_lambda as lambda_

    owner = function.env.account
    if is_known(owner) and is_known(source.account) and owner != source.account:
        statement = iam.PolicyStatement(
            principals=[iam.ServicePrincipal(SERVICE)],
            actions=[_INVOKE],
            resources=[function.function_arn],
            conditions=source.conditions,
        )
        _warn(source, "function-policy", f"the policy of function {function.node.path}", statement)
        return []
    id = f"Invoke{function.node.addr[-8:]}"
    if (made := source.scope.node.try_find_child(id)) is not None:
        return [made]
    permission = lambda_.CfnPermission(
        source.scope,
        id,
        action=_INVOKE,
        function_name=function.function_arn,
        principal=SERVICE,
        source_account=source.account,
        source_arn=source.arn,
    )
    return [permission]


def _warn(source: RuleSource, slug: str, where: str, statement: iam.PolicyStatement) -> None:
    text = json.dumps(cdk.Stack.of(source.scope).resolve(statement.to_statement_json()))
    cdk.Annotations.of(source.scope).add_warning_v2(
        f"ses-constructs:{slug}", f"{where} is not managed here; add this statement to it yourself: {text}"
    )

"""What SES and CloudWatch need of an SNS topic before they may publish to it."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError

_UNNAMED_TO_KMS = frozenset({"events.amazonaws.com"})
"""Services for which KMS is not told the source: a condition on it would drop everything in silence.

SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics".
"""


def check_topic(setting: str, topic: sns.ITopic) -> None:
    """Refuses topics that AWS services cannot publish to.

    Raises:
        InvalidSettingError: for a FIFO topic, or one encrypted with the key that AWS manages for SNS, whose
            policy nobody can change.

    Guide: Set up an Amazon SNS event destination for event publishing.
    """
    name = topic.node.path
    if topic.fifo:
        raise InvalidSettingError(
            setting, name, "is a FIFO topic, which SES does not publish to", fix="use a standard topic"
        )
    key = topic.master_key
    if key is not None and "alias/aws/sns" in key.key_arn:
        raise InvalidSettingError(
            setting,
            name,
            "is encrypted with 'alias/aws/sns', a key that no AWS service may be let in to",
            fix="encrypt it with a kms.Key of your own, or not at all",
        )


def let_service_publish(
    scope: Construct, topic: sns.ITopic, *, service: str, source_account: str, source_arn: str
) -> tuple[IDependable, ...]:
    """Lets an AWS service publish to a topic and use the topic's own key, on behalf of one resource only.

    A topic or key that is imported cannot be changed here: a warning prints the statement it needs.

    Args:
        scope: Where warnings appear.
        service: The service principal.
        source_account: The account that the service acts for.
        source_arn: The resource that the service acts for; may hold ``*``.

    Returns:
        What must exist before the service tries.
    """
    principal = iam.ServicePrincipal(service)
    conditions = {
        "StringEquals": {"aws:SourceAccount": source_account},
        "ArnLike": {"aws:SourceArn": source_arn},
    }
    added = topic.add_to_resource_policy(
        publish := iam.PolicyStatement(
            principals=[principal],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions=conditions,
        )
    )
    if not added.statement_added:
        _warn(scope, "topic-policy", f"the policy of topic {topic.node.path}", publish)
    key = topic.master_key
    if key is not None:
        use = iam.PolicyStatement(
            principals=[principal],
            actions=["kms:Decrypt", "kms:GenerateDataKey*"],
            resources=["*"],
            conditions={} if service in _UNNAMED_TO_KMS else conditions,
        )
        if not key.add_to_resource_policy(use, True).statement_added:
            _warn(scope, "key-policy", f"the policy of the key of topic {topic.node.path}", use)
    return () if added.policy_dependable is None else (added.policy_dependable,)


def _warn(scope: Construct, slug: str, where: str, statement: iam.PolicyStatement) -> None:
    text = json.dumps(cdk.Stack.of(scope).resolve(statement.to_json()))
    cdk.Annotations.of(scope).add_warning_v2(
        f"ses-constructs:{slug}", f"{where} is not managed here; add this statement to it yourself: {text}"
    )

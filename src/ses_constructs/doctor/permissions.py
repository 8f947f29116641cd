"""What the doctor must be allowed to read."""

from __future__ import annotations

_ACTIONS = (
    "cloudformation:DescribeStackResource",
    "cloudformation:DescribeStacks",
    "cloudformation:GetResource",
    "cloudformation:GetTemplate",
    "cloudformation:ListStackResources",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricStatistics",
    "iam:ListAccessKeys",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionConfiguration",
    "logs:FilterLogEvents",
    "ses:DescribeActiveReceiptRuleSet",
    "ses:DescribeReceiptRuleSet",
    "ses:GetAccount",
    "ses:GetConfigurationSet",
    "ses:GetConfigurationSetEventDestinations",
    "ses:GetEmailIdentity",
    "ses:GetTenant",
    "ses:ListSuppressedDestinations",
    "sns:ListSubscriptionsByTopic",
    "sqs:GetQueueAttributes",
)
"""All it calls; none of them changes anything. AWS service reference."""


def read_policy() -> dict[str, object]:
    """An IAM policy with the least that the doctor needs.

    Its resource is ``*``, since the doctor reads what a template names before it can know it, and half of the
    actions have no resource type; every action only reads.
    """
    statement = {"Sid": "SesDoctor", "Effect": "Allow", "Action": list(_ACTIONS), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}

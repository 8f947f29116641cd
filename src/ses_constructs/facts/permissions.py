"""IAM actions of SES that this package grants, and the ARNs they apply to.

Actions and their resources: the AWS service reference.
"""

from __future__ import annotations

SEND_ACTIONS: tuple[str, ...] = ("ses:SendEmail", "ses:SendRawEmail")
"""Formatted and raw mail; both apply to identities and configuration sets."""
SERVICE = "ses.amazonaws.com"
"""The principal SES uses towards topics, buckets, keys and functions."""


def identity_arn(*, partition: str, region: str, account: str, identity: str) -> str:
    """The ARN of a domain or an address."""
    return f"arn:{partition}:ses:{region}:{account}:identity/{identity}"


def configuration_set_arn(*, partition: str, region: str, account: str, name: str) -> str:
    """The ARN of a configuration set."""
    return f"arn:{partition}:ses:{region}:{account}:configuration-set/{name}"


def receipt_rule_arn(*, partition: str, region: str, account: str, rule_set: str, rule: str) -> str:
    """The ARN of a receipt rule, as policies name it in ``aws:SourceArn``."""
    return f"arn:{partition}:ses:{region}:{account}:receipt-rule-set/{rule_set}:receipt-rule/{rule}"

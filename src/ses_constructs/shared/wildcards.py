"""Says to cdk-nag why a permission has a ``*`` among its resources."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct


def acknowledge_wildcard(construct: IConstruct, resource: str, reason: str) -> None:
    """Acknowledges the finding about one resource of the policies of a construct.

    Args:
        construct: A role or a policy.
        resource: ``*``, or an ARN with one; pseudo parameters in it are spelt as cdk-nag does.
        reason: Why it cannot be narrower.
    """
    for token, name in (
        (cdk.Aws.PARTITION, "Partition"),
        (cdk.Aws.REGION, "Region"),
        (cdk.Aws.ACCOUNT_ID, "AccountId"),
    ):
        resource = resource.replace(token, f"<AWS::{name}>")
    finding = cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{resource}]", reason=reason)
    cdk.Validations.of(construct).acknowledge(finding)

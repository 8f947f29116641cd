"""What becomes of a resource whose name is its owner's: it outlives its stack, and blocks no second attempt."""

from __future__ import annotations

import aws_cdk as cdk


def apply_removal(resource: cdk.CfnResource, policy: cdk.RemovalPolicy) -> None:
    """Applies a removal policy; nothing for DESTROY, CloudFormation's own.

    RETAIN keeps what has been deployed. What a deployment has made that then fails is taken back nevertheless
    (``RetainExceptOnCreate``): it has never been in use, and the next attempt could not make it a second time.
    """
    if policy is cdk.RemovalPolicy.RETAIN:
        policy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    if policy is not cdk.RemovalPolicy.DESTROY:
        resource.apply_removal_policy(policy)

"""What becomes of a resource whose name is its owner's: it outlives its stack, and blocks no second attempt."""

from __future__ import annotations

import aws_cdk as cdk

from ses_constructs.errors import InvalidSettingError


def check_removal(policy: cdk.RemovalPolicy) -> None:
    """Refuses SNAPSHOT, which the CDK lets through and CloudFormation refuses for all but databases and volumes.

    Raises:
        InvalidSettingError: tells what to use.
    """
    if policy is cdk.RemovalPolicy.SNAPSHOT:
        raise InvalidSettingError(
            "removal_policy",
            policy,
            "is for databases and volumes, which can be copied before they go",
            fix="use RemovalPolicy.RETAIN or RemovalPolicy.DESTROY",
            see="CloudFormation user guide, DeletionPolicy attribute",
        )


def apply_removal(resource: cdk.CfnResource | cdk.Resource, policy: cdk.RemovalPolicy) -> None:
    """Applies a removal policy; nothing for DESTROY, CloudFormation's own.

    RETAIN keeps what has been deployed. What a deployment has made that then fails is taken back nevertheless
    (``RetainExceptOnCreate``): it has never been in use, and the next attempt could not make it a second time.
    """
    if policy is cdk.RemovalPolicy.RETAIN:
        policy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    if policy is not cdk.RemovalPolicy.DESTROY:
        resource.apply_removal_policy(policy)

"""Says to cdk-nag why a permission has a ``*``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.shared import Aws, is_known

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


def acknowledge_all_of(grantee: iam.IGrantable, aws: Aws, kind: str, reason: str) -> None:
    """Every resource of a kind in this account and region, such as ``identity``."""
    place = ":".join(_shown(token, name) for token, name in ((aws.region, "Region"), (aws.account, "AccountId")))
    acknowledge(grantee, f"arn:{_shown(aws.partition, 'Partition')}:ses:{place}:{kind}/*", reason)


def acknowledge(grantee: iam.IGrantable, resource: str, reason: str) -> None:
    """One resource as cdk-nag prints it; nothing for a principal that is imported, and has no policy here."""
    principal = grantee.grant_principal
    if isinstance(principal, Construct):
        finding = cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{resource}]", reason=reason)
        cdk.Validations.of(principal).acknowledge(finding)


def _shown(token: str, name: str) -> str:
    return token if is_known(token) else f"<AWS::{name}>"

"""Says to cdk-nag why a permission has a ``*``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.shared import Aws
from ses_constructs.shared.wildcards import acknowledge_wildcard

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


def acknowledge_all_of(grantee: iam.IGrantable, aws: Aws, kind: str, reason: str) -> None:
    """Every resource of a kind in this account and region, such as ``identity``."""
    acknowledge(grantee, aws.arn("ses", f"{kind}/*"), reason)


def acknowledge(grantee: iam.IGrantable, resource: str, reason: str) -> None:
    """One resource; nothing for a principal that is imported, and has no policy here."""
    principal = grantee.grant_principal
    if isinstance(principal, Construct):
        acknowledge_wildcard(principal, resource, reason)

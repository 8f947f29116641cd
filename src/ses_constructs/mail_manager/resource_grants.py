"""Permissions on one resource of Mail Manager."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


def grant(grantee: iam.IGrantable, arn: str, *actions: Sequence[str]) -> iam.Grant:
    """Lets the grantee call these actions on the resource."""
    from aws_cdk import aws_iam as iam

    return iam.Grant.add_to_principal(
        grantee=grantee, actions=[name for some in actions for name in some], resource_arns=[arn]
    )

"""The permission to send from an identity, and the ARN that policies name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_ses as ses

from ses_constructs.access import sending
from ses_constructs.access.send_limits import SendLimits
from ses_constructs.facts import permissions
from ses_constructs.facts.permissions import SendForm
from ses_constructs.shared import Aws

from .properties import name_of

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


def identity_arn(aws: Aws, name: str) -> str:
    """The ARN of an identity of this account and region."""
    return permissions.identity_arn(partition=aws.partition, region=aws.region, account=aws.account, identity=name)


def grant_send(
    grantee: iam.IGrantable,
    *,
    aws: Aws,
    identity: str,
    configuration_sets: Sequence[ses.IConfigurationSet],
    templates: Sequence[ses.CfnTemplate] | None,
    forms: Sequence[SendForm],
    limits: SendLimits | None,
    sandbox: bool,
) -> iam.Grant:
    """See ``Identity.grant_send``."""
    return sending.grant_send(
        grantee,
        aws=aws,
        identity=identity,
        configuration_sets=[name_of(one) for one in configuration_sets],
        templates=None if templates is None else [template.ref for template in templates],
        forms=forms,
        limits=limits,
        sandbox=sandbox,
    )

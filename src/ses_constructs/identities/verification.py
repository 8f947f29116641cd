"""Makes a deployment wait until SES has found an identity's records."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider

_LONGEST_MINUTES = 55
"""CloudFormation gives a custom resource an hour, and the last look takes some of it."""
_WHY_ALL_IDENTITIES = "one policy for every identity of the stack that is waited for; it only reads"


def wait_for_verification(
    identity: Construct, name: object, *, timeout: cdk.Duration, mail_from: bool
) -> cdk.CfnResource:
    """Makes ``Custom::SesVerifiedIdentity``.

    Args:
        name: The domain or the address, as the template says it.
        mail_from: Whether to wait for the MAIL FROM domain, too.

    Raises:
        InvalidSettingError: for a time that CloudFormation does not wait.
    """
    minutes = _checked_minutes(timeout)
    provider = Provider.of(identity)
    properties = {
        "ServiceToken": provider.function.function_arn,
        "Identity": name,
        "Minutes": str(minutes),
        "MailFrom": "yes" if mail_from else "no",
    }
    made = cdk.CfnResource(identity, "Verified", type="Custom::SesVerifiedIdentity", properties=properties)
    made.node.add_dependency(_permission(provider, Aws.of(identity)))
    return made


def _checked_minutes(timeout: cdk.Duration) -> int:
    minutes = 0 if timeout.is_unresolved() else int(timeout.to_minutes(integral=False))
    if not 1 <= minutes <= _LONGEST_MINUTES:
        raise InvalidSettingError(
            "timeout",
            timeout.to_string(),
            f"is not from 1 to {_LONGEST_MINUTES} minutes",
            fix="give a time such as Duration.minutes(30); what takes longer is for IdentityMonitor",
        )
    return minutes


def _permission(provider: Provider, aws: Aws) -> cdk.Resource:
    from aws_cdk import aws_iam as iam

    every_identity = permissions.identity_arn(
        partition=aws.partition, region=aws.region, account=aws.account, identity="*"
    )
    itself = provider.function.function_arn
    return provider.permission(
        "VerifiedIdentities",
        [
            iam.PolicyStatement(actions=["ses:GetEmailIdentity"], resources=[every_identity]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[itself]),
        ],
        wildcards={every_identity: _WHY_ALL_IDENTITIES},
    )

"""Makes a deployment wait until SES has found an identity's records."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider

from .identity_settings import IdentitySettings
from .mail_from import MailFrom

_LONGEST_MINUTES = 57
"""CloudFormation gives a custom resource 3600 seconds and no more (``ServiceTimeout``), and the CDK's own provider
framework an hour too. The last look at SES, with every retry, and the answer take some of it."""
_WHY_ALL_IDENTITIES = "one policy for every identity of the stack that is waited for"
_ACTIONS = ("ses:GetEmailIdentity", "ses:PutEmailIdentityMailFromAttributes")


def wait_with_settings(
    settings: IdentitySettings, *, timeout: cdk.Duration, mail_from: MailFrom | None
) -> cdk.CfnResource:
    """Has the settings' own custom resource wait at its end.

    Raises:
        InvalidSettingError: for a time that CloudFormation does not wait.
    """
    wanted = _properties(timeout, mail_from)
    # Not with put(): what only waits is not allowed what settings need.
    settings.resource.add_property_override("Wait", wanted)
    settings.wait_for(_permission(settings.resource))
    return settings.resource


def wait_for_verification(
    identity: Construct, name: object, *, timeout: cdk.Duration, mail_from: MailFrom | None
) -> cdk.CfnResource:
    """Makes ``Custom::SesVerifiedIdentity``, for settings that must come before the records.

    Args:
        name: The domain or the address, as the template says it.
        mail_from: The MAIL FROM domain to wait for, too.

    Raises:
        InvalidSettingError: for a time that CloudFormation does not wait.
    """
    properties: dict[str, object] = {
        "ServiceToken": Provider.of(identity).function.function_arn,
        "Identity": name,
        **_properties(timeout, mail_from),
    }
    made = cdk.CfnResource(identity, "Verified", type="Custom::SesVerifiedIdentity", properties=properties)
    made.node.add_dependency(_permission(made))
    return made


def _properties(timeout: cdk.Duration, mail_from: MailFrom | None) -> dict[str, str]:
    """With the MAIL FROM domain by name: another one is waited for anew."""
    wanted = {"Minutes": str(_checked_minutes(timeout))}
    return wanted if mail_from is None else {**wanted, "MailFrom": mail_from.domain}


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


def _permission(made: cdk.CfnResource) -> cdk.Resource:
    from aws_cdk import aws_iam as iam

    provider, aws = Provider.of(made), Aws.of(made)
    every_identity = permissions.identity_arn(
        partition=aws.partition, region=aws.region, account=aws.account, identity="*"
    )
    itself = provider.function.function_arn
    return provider.permission(
        "VerifiedIdentities",
        [
            iam.PolicyStatement(actions=list(_ACTIONS), resources=[every_identity]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[itself]),
        ],
        wildcards={every_identity: _WHY_ALL_IDENTITIES},
    )

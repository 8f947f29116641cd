"""Makes a deployment wait until SES has found an identity's records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider

from .identity_settings import IdentitySettings
from .mail_from import MailFrom

_ONE_RESOURCE_MINUTES = 57
"""CloudFormation gives a custom resource 3600 seconds and no more (``ServiceTimeout``), and the CDK's own provider
framework an hour too. The last look at SES, with every retry, and the answer take some of it."""
_LONGEST_MINUTES = 12 * 60
"""What CloudFormation waits at most with a resource of its own: the ``Timeout`` of
``AWS::CloudFormation::WaitCondition`` ends at 43,200 seconds in its schema."""
_WHY_ALL_IDENTITIES = "one policy for every identity of the stack that is waited for"
_ACTIONS = ("ses:GetEmailIdentity", "ses:PutEmailIdentityMailFromAttributes")


def wait_for_verification(
    identity: Construct,
    settings: IdentitySettings,
    *,
    timeout: cdk.Duration,
    mail_from: MailFrom | None,
    apart: bool,
    left_out: Sequence[cdk.CfnResource],
    by_hand: bool,
) -> cdk.CfnResource:
    """Has the settings' own custom resource wait at its end, and others after it for what takes more than an hour.

    Args:
        identity: The construct; whatever resources it has by now come first.
        mail_from: The MAIL FROM domain to wait for, too.
        apart: True waits in ``Custom::SesVerifiedIdentity`` instead, for settings that name somebody who waits.
        left_out: Resources of the identity that must not come first.
        by_hand: Whether only outputs tell its records, which warns.

    Returns:
        The resource that is there when the identity is verified.

    Raises:
        InvalidSettingError: for a time that is too short or too long.
    """
    waits = _waits(_checked_minutes(timeout), mail_from)
    if by_hand:
        cdk.Annotations.of(identity).add_warning_v2(
            "ses-constructs:waiting-for-outputs",
            f"the records of {settings.identity_name} are outputs, which a deployment tells when it is over: the "
            "first one waits for records that nobody knows yet. Deploy it without waiting, publish them, and let "
            "the next deployment wait",
        )
    before = [child for child in identity.node.children if isinstance(child, cdk.CfnResource)]
    last = _link(identity, settings, "Verified", waits[0]) if apart else _wait_with_settings(settings, waits[0])
    last.node.add_dependency(_permission(last))
    for child in before:
        if child is not last and child not in left_out:
            last.node.add_dependency(child)
    for number, wait in enumerate(waits[1:], 2):
        previous, last = last, _link(identity, settings, f"Verified{number}", wait)
        last.node.add_dependency(previous)
    return last


def _waits(minutes: int, mail_from: MailFrom | None) -> list[dict[str, str]]:
    """What each resource is told; with the MAIL FROM domain by name: another one is waited for anew."""
    full, rest = divmod(minutes, _ONE_RESOURCE_MINUTES)
    parts = [_ONE_RESOURCE_MINUTES] * full + ([rest] if rest else [])
    wanted = {} if mail_from is None else {"MailFrom": mail_from.domain}
    waits = [{"Minutes": str(part), **wanted} for part in parts]
    return [*({**wait, "GoesOn": "true"} for wait in waits[:-1]), waits[-1]]


def _wait_with_settings(settings: IdentitySettings, wait: Mapping[str, str]) -> cdk.CfnResource:
    # Not with put(): what only waits is not allowed what settings need.
    settings.resource.add_property_override("Wait", wait)
    return settings.resource


def _link(identity: Construct, settings: IdentitySettings, id: str, wait: Mapping[str, str]) -> cdk.CfnResource:
    properties: dict[str, object] = {
        "ServiceToken": Provider.of(identity).function.function_arn,
        "Identity": settings.template_name,
        **wait,
    }
    if settings.dkim is not None:
        # Only to be told of another key, which is waited for anew.
        properties["Dkim"] = settings.dkim
    return cdk.CfnResource(identity, id, type="Custom::SesVerifiedIdentity", properties=properties)


def _checked_minutes(timeout: cdk.Duration) -> int:
    minutes = 0 if timeout.is_unresolved() else int(timeout.to_minutes(integral=False))
    if not 1 <= minutes <= _LONGEST_MINUTES:
        raise InvalidSettingError(
            "timeout",
            timeout.to_string(),
            f"is not from 1 minute to {_LONGEST_MINUTES // 60} hours",
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

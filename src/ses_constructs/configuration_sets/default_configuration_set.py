"""The configuration set of mail that names none, for an identity that something else made."""

from __future__ import annotations

from hashlib import sha256

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.shared import Aws, Provider, is_known, located
from ses_constructs.shared.setting_types import checks_types

_ACTIONS = (
    "ses:GetConfigurationSet",
    "ses:GetEmailIdentity",
    "ses:PutEmailIdentityConfigurationSetAttributes",
)
_WHY_ALL = "one policy for the identities and sets of the stack: their settings are taken back before it goes"


@checks_types
class DefaultConfigurationSet(Construct):
    """Makes a set the default of an identity of this account and region that something else made.

    Creates: ``Custom::SesDefaultConfigurationSet``. An identity that is made in the app takes the set as its
    ``configuration_set=`` instead, unless the set has a tracking domain that waits until the identity is verified.

    When it is deleted, the identity gets the default back that it had before, unless somebody has chosen another
    since. An address that is an identity of its own does not take the default of its domain.

    >>> made = DefaultConfigurationSet(
    ...     stack, "Default", identity="shop.example", configuration_set=ConfigurationSet(stack, "Receipts")
    ... )

    Args:
        identity: A domain or an address.
        configuration_set: Any.

    Raises:
        InvalidSettingError: when the identity is empty.

    Guide: Understanding default configuration sets.
    """

    def __init__(
        self, scope: Construct, id: str, *, identity: str, configuration_set: ses.IConfigurationSet
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            if not identity:
                raise InvalidSettingError(
                    "identity", identity, "names nothing", fix="give a domain or an address that is an identity"
                )
        name = identity.lower() if is_known(identity) and "@" not in identity else identity
        provider = Provider.of(self)
        # Another identity is another resource: only so does each get its own default back.
        own = f"Of{sha256(name.encode()).hexdigest()[:8]}" if is_known(name) else "Resource"
        made = cdk.CfnResource(
            self,
            own,
            type="Custom::SesDefaultConfigurationSet",
            properties={
                "ServiceToken": provider.function.function_arn,
                "Identity": name,
                "ConfigurationSet": configuration_set.configuration_set_name,
            },
        )
        made.node.add_dependency(_permission(provider, Aws.of(self)))
        self.resource = made
        """The custom resource: what sends without naming a set can wait for it."""


def _permission(provider: Provider, aws: Aws) -> IDependable:
    from aws_cdk import aws_iam as iam

    stem = {"partition": aws.partition, "region": aws.region, "account": aws.account}
    every = [permissions.identity_arn(**stem, identity="*"), permissions.configuration_set_arn(**stem, name="*")]
    return provider.permission(
        "DefaultConfigurationSets",
        [iam.PolicyStatement(actions=list(_ACTIONS), resources=every)],
        wildcards=dict.fromkeys(every, _WHY_ALL),
    )

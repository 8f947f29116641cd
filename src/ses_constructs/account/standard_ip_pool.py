"""A pool of dedicated IP addresses that you have leased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared import Aws, Provider, located
from ses_constructs.shared.owner import claim_in_app
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .dedicated_ip import DedicatedIp
from .pool_names import check_pool, put_tags

_ALL_POOLS = (
    "one policy for all pools of the stack; an address that is let go moves into the account's default pool"
)
_NO_RESOURCE = "reading an address and its warm-up apply to no resource that IAM could name"


@checks_types
class StandardIpPool(ses.DedicatedIpPool):
    """A pool of dedicated IP addresses (standard): known addresses whose reputation is yours alone.

    Creates: ``AWS::SES::DedicatedIpPool``, and with ``ips`` a custom resource that puts them there.
    Costs: each address, by the month.

    **Nothing here leases an address.** No API does: ask AWS Support in each region (service limit "Desired
    Dedicated IP"), wait until they are delivered, and then name them in ``ips``. Nor is one given back here.

    An address is in one pool, and a configuration set uses one pool. An address that is in another pool of the
    account is not taken away: the deployment fails and says where it is. To turn it into a managed pool, replace
    the class by ``ManagedIpPool`` with the same construct id, pool name and without ``ips``; there is no way back.

    Args:
        pool_name: Up to 64 small letters, digits, ``-`` and ``_``. Left out: CloudFormation names it.
        ips: The addresses in the pool, each leased already. Left out, or an address left out later: not touched,
            or let go into the account's default pool.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: RETAIN, with its addresses in it. A configuration set that outlives its
            stack, and names a pool that did not, would send nothing.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.
        ConflictingSettingsError: for an address that is given twice, also to another pool of the app.

    Guide: Creating standard dedicated IP pools; API: ``PutDedicatedIpInPool``, ``PutDedicatedIpWarmupAttributes``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        pool_name: str | None = None,
        ips: Sequence[DedicatedIp] = (),
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_pool(pool_name, tags)
            check_removal(removal_policy)
            _check_once(ips)
        super().__init__(scope, id, dedicated_ip_pool_name=pool_name, scaling_mode=ses.ScalingMode.STANDARD)
        apply_removal(self, removal_policy)
        put_tags(self, tags)
        if ips:
            with located(self):
                for ip in ips:
                    claim_in_app(self, f"dedicated IP address {ip.address}")
            self._assign(ips, keep=removal_policy is not cdk.RemovalPolicy.DESTROY)

    def _assign(self, ips: Sequence[DedicatedIp], *, keep: bool) -> None:
        provider = Provider.of(self)
        made = cdk.CustomResource(
            self,
            "Ips",
            service_token=provider.function.function_arn,
            resource_type="Custom::SesDedicatedIps",
            properties={
                "PoolName": self.dedicated_ip_pool_name,
                "Ips": {ip.address: _written(ip.warm_up_percentage) for ip in ips},
                "OnDelete": "keep" if keep else "release",
            },
        )
        made.node.add_dependency(_permission(provider, Aws.of(self)))


def _permission(provider: Provider, aws: Aws) -> Construct:
    from aws_cdk import aws_iam as iam

    pools = aws.arn("ses", "dedicated-ip-pool/*")
    about_ips = ["ses:GetDedicatedIp", "ses:PutDedicatedIpWarmupAttributes"]
    return provider.permission(
        "DedicatedIps",
        [
            iam.PolicyStatement(actions=["ses:PutDedicatedIpInPool"], resources=[pools]),
            iam.PolicyStatement(actions=about_ips, resources=["*"]),
        ],
        wildcards={pools: _ALL_POOLS, "*": _NO_RESOURCE},
    )


def _written(percentage: int | None) -> str:
    return "" if percentage is None else str(percentage)


def _check_once(ips: Sequence[DedicatedIp]) -> None:
    addresses = [ip.address for ip in ips]
    for address in addresses:
        if addresses.count(address) > 1:
            raise ConflictingSettingsError(f"ips has {address} twice", fix="give each address once")

"""What a hosted zone that was given tells of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from ses_constructs.errors import InvalidSettingError

if TYPE_CHECKING:
    from aws_cdk import aws_route53 as route53


def check_public(zone: route53.IHostedZone) -> None:
    """Refuses a private hosted zone, where nobody outside of its networks finds a record; SES does not either.

    An imported one does not tell.

    Raises:
        InvalidSettingError: names it.

    Route 53 developer guide, Working with private hosted zones.
    """
    if _is_private(zone):
        raise InvalidSettingError(
            "zone",
            zone.node.path,
            "is a private hosted zone, in which neither Amazon SES nor receivers look",
            fix="give the public hosted zone of the domain, or dns=Dns.by_hand()",
        )


def _is_private(zone: route53.IHostedZone) -> bool:
    from aws_cdk import aws_route53 as route53

    if isinstance(zone, route53.PrivateHostedZone):
        return True
    # Not asked of a public one: each question is a call into Node.
    made = zone.node.default_child if type(zone) is route53.HostedZone else None
    return isinstance(made, route53.CfnHostedZone) and bool(cdk.Stack.of(made).resolve(made.vpcs))


def name_of(zone: route53.IHostedZone) -> str | None:
    """Its domain; ``None`` for one that only its id is known of."""
    try:
        return zone.zone_name
    except RuntimeError:
        # HostedZone.from_hosted_zone_id() gives no name, and the CDK throws where one is asked for.
        return None

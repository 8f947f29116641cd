"""A pool of dedicated IP addresses that SES looks after."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.shared import located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .pool_names import check_pool, put_tags


@checks_types
class ManagedIpPool(ses.DedicatedIpPool):
    """Dedicated IP addresses (managed): SES leases as many as the mail needs, warms them up and lets them go.

    Creates: ``AWS::SES::DedicatedIpPool``, which opts the account in.
    Costs: a monthly fee and a fee for each message.

    The addresses are nobody's to see or to list for receivers, and there are none until the pool has sent hundreds
    of messages for several days; until then, and whenever there is too little mail, it leaves from addresses that
    all customers share. An account with more than 10,000 identities in the region cannot have one.

    A pool that is managed cannot become a standard one again.

    Args:
        pool_name: Up to 64 small letters, digits, ``-`` and ``_``. Left out: CloudFormation names it.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: RETAIN. Deleting the pool gives its addresses up at once, with the reputation
            that they have earned.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.

    Guide: Dedicated IP addresses (managed) for Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        pool_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_pool(pool_name, tags)
            check_removal(removal_policy)
        super().__init__(scope, id, dedicated_ip_pool_name=pool_name, scaling_mode=ses.ScalingMode.MANAGED)
        apply_removal(self, removal_policy)
        put_tags(self, tags)

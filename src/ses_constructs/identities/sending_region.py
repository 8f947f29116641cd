"""Does the region have identities at all?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import UnavailableInRegionError
from ses_constructs.facts import regions
from ses_constructs.shared import Aws, is_known


def check_sending_region(region: str) -> None:
    """Refuses a region whose CloudFormation is known to have no identities.

    Raises:
        UnavailableInRegionError: lists the regions that have them.
    """
    if region in regions.WITHOUT_SES:
        public = ", ".join(sorted(name for name in regions.RECEIVING | regions.SENDING_ONLY if "iso" not in name))
        raise UnavailableInRegionError(
            f"CloudFormation has no identities of Amazon SES in {region}",
            fix=f"put what sends mail into a stack of its own, in one of: {public}",
            see="Amazon SES Regions and endpoints",
        )


def warn_of_unknown_region(scope: Construct) -> None:
    """Warns where nobody here knows whether the region has identities."""
    region = Aws.of(scope).region
    if is_known(region) and region not in regions.ALL:
        cdk.Annotations.of(scope).add_warning_v2(
            "ses-constructs:sending-region",
            f"whether Amazon SES is in {region} is not known to this version of ses-constructs; "
            "see the guide, Amazon SES Regions and endpoints, before you deploy",
        )

"""Does the region receive mail at all?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import UnavailableInRegionError
from ses_constructs.facts import regions
from ses_constructs.shared import Aws, is_known


def check_region(scope: Construct) -> None:
    """Refuses a region that is known not to receive mail; warns of one that is not known at all.

    Raises:
        UnavailableInRegionError: lists the regions that receive mail.
    """
    region = Aws.of(scope).region
    if not is_known(region) or region in regions.RECEIVING:
        return
    if region in regions.SENDING_ONLY or region in regions.WITHOUT_SES:
        public = ", ".join(sorted(name for name in regions.RECEIVING if "iso" not in name))
        raise UnavailableInRegionError(
            f"Amazon SES receives no mail in {region}",
            fix=f"put what receives mail into a stack of its own, in one of: {public}",
            see="Amazon SES Regions and endpoints",
        )
    cdk.Annotations.of(scope).add_warning_v2(
        "ses-constructs:receiving-region",
        f"whether Amazon SES receives mail in {region} is not known to this version of ses-constructs; "
        "see the guide, Amazon SES Regions and endpoints, before you deploy",
    )

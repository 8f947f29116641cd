"""Names of Mail Manager's resources, and where it exists."""

from __future__ import annotations

import re
from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import regions
from ses_constructs.shared import Aws, is_known
from ses_constructs.shared.tags import check_tags


def check_name(setting: str, name: str | None, pattern: re.Pattern[str], *, fix: str) -> None:
    """Refuses a name that SES refuses.

    Raises:
        InvalidSettingError: with what it may be.
    """
    if name is not None and is_known(name) and pattern.fullmatch(name) is None:
        raise InvalidSettingError(setting, name, "is not a name SES takes", fix=fix)


def check_region(scope: Construct) -> None:
    """Refuses a region that is known to have no Mail Manager; warns of one that is not known at all.

    The CloudFormation schemas have its types wherever they have ``AWS::SES::EmailIdentity``.

    Raises:
        UnavailableInRegionError: says so.
    """
    region = Aws.of(scope).region
    if not is_known(region):
        return
    if region in regions.WITHOUT_SES:
        raise UnavailableInRegionError(
            f"there is no Mail Manager in {region}", fix="put it into a stack of a region that has Amazon SES"
        )
    if region not in regions.ALL:
        cdk.Annotations.of(scope).add_warning_v2(
            "ses-constructs:mail-manager-region",
            f"whether {region} has Mail Manager is not known to this version of ses-constructs",
        )


def cfn_tags(tags: Mapping[str, str] | None) -> list[cdk.CfnTag] | None:
    """Tags as the template wants them.

    Raises:
        InvalidSettingError: for tags that SES refuses.
    """
    if tags is None:
        return None
    check_tags(tags)
    return [cdk.CfnTag(key=key, value=value) for key, value in tags.items()]

"""What both kinds of pools check."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.shared import is_known
from ses_constructs.shared.tags import check_tags

_OF_EVERY_ACCOUNT = frozenset({"ses-default-dedicated-pool", "ses-shared-pool"})
"""Guide: Assigning IP pools in Amazon SES."""


def put_tags(pool: ses.DedicatedIpPool, tags: Mapping[str, str] | None) -> None:
    """Tags of its own, which ``aws_ses.DedicatedIpPool`` does not take."""
    if not tags:
        return
    resource = pool.node.default_child
    assert isinstance(resource, ses.CfnDedicatedIpPool)
    for key, value in tags.items():
        resource.cdk_tag_manager.set_tag(key, value)


def check_pool(name: str | None, tags: Mapping[str, str] | None) -> None:
    """Refuses a name that cannot be made, and tags that SES does not take.

    Raises:
        InvalidSettingError: with the rule of the schema of ``AWS::SES::DedicatedIpPool``.
    """
    check_tags(tags if tags is not None else {})
    if name is None or not is_known(name):
        return
    if name in _OF_EVERY_ACCOUNT:
        raise InvalidSettingError(
            "pool_name",
            name,
            "is a pool that every account has",
            fix="give another name, or none for a generated one",
            see="Assigning IP pools in Amazon SES",
        )
    if names.DEDICATED_IP_POOL.fullmatch(name) is None:
        raise InvalidSettingError(
            "pool_name",
            name,
            "is no name of a pool",
            fix="use up to 64 small letters, digits, '-' and '_', or leave it out for a generated name",
        )

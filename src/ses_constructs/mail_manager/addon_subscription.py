"""A subscription to an add-on, which costs extra."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.mail_manager import Addon
from ses_constructs.shared import is_known, located

from .physical_names import cfn_tags, check_region


class AddonSubscription(ses.CfnMailManagerAddonSubscription):
    """Accepts the terms and the price of an add-on: one for each add-on, account and region.

    Creates: ``AWS::SES::MailManagerAddonSubscription``. It is an ``aws_ses.CfnMailManagerAddonSubscription``.

    Costs or waits: each message that the add-on looks at is billed.

    Args:
        addon: An ``Addon``, or the name of one that is newer than this version of ses-constructs.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY, which ends the subscription.

    Raises:
        InvalidSettingError: for an empty name, or tags that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    API: ``CreateAddonSubscription`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        addon: str,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            if not addon:
                raise InvalidSettingError(
                    "addon", addon, "names none", fix=f"give one such as {str(Addon.SPAMHAUS_DOMAIN_BLOCK_LIST)!r}"
                )
            given = cfn_tags(tags)
        super().__init__(scope, id, addon_name=str(addon), tags=given)
        self.apply_removal_policy(removal_policy)
        self.known_name: str | None = str(addon) if is_known(addon) else None
        """The add-on; ``None`` for a token."""
        if self.known_name is not None and self.known_name not in set(Addon):
            cdk.Annotations.of(self).add_warning_v2(
                "ses-constructs:unknown-addon",
                f"{addon!r} is no add-on that this version of ses-constructs knows: {', '.join(Addon)}",
            )

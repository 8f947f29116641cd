"""A subscription to an add-on, which costs extra."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts.mail_manager import Addon
from ses_constructs.shared import Aws, is_known, located, once
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .physical_names import cfn_tags, check_region


@checks_types
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
        ConflictingSettingsError: for an add-on that the stack subscribes to already.
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
            check_removal(removal_policy)
            if is_known(addon):
                _claim(scope, id, str(addon))
        super().__init__(scope, id, addon_name=str(addon), tags=given)
        apply_removal(self, removal_policy)
        self.known_name: str | None = str(addon) if is_known(addon) else None
        """The add-on; ``None`` for a token."""
        if self.known_name is not None and self.known_name not in set(Addon):
            cdk.Annotations.of(self).add_warning_v2(
                "ses-constructs:unknown-addon",
                f"{addon!r} is no add-on that this version of ses-constructs knows: {', '.join(Addon)}",
            )

    @classmethod
    def from_addon_subscription_id(
        cls, scope: Construct, id: str, addon_subscription_id: str
    ) -> refs.IMailManagerAddonSubscriptionRef:
        """A subscription of this account and region that something else made.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            addon_subscription_id: Such as ``as-...``; may be a token.
        """
        return ses.CfnMailManagerAddonSubscription.from_addon_subscription_id(scope, id, addon_subscription_id)


@once
def _subscribed(_stack: IConstruct) -> dict[str, str]:
    """Paths of the subscriptions of a stack by the name of their add-on."""
    return {}


def _claim(scope: Construct, id: str, addon: str) -> None:
    taken = _subscribed(Aws.of(scope).stack)
    if addon in taken:
        raise ConflictingSettingsError(
            f"{taken[addon]} subscribes to {addon} already, and an account has one subscription in a region",
            fix="give that one to several AddonInstances",
        )
    taken[addon] = f"{scope.node.path}/{id}"

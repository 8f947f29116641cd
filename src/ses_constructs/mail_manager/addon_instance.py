"""An add-on that conditions can ask."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.shared import located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .addon_subscription import AddonSubscription
from .physical_names import cfn_tags, check_region


@checks_types
class AddonInstance(ses.CfnMailManagerAddonInstance):
    """An instance of an add-on, for ``Traffic.analysis_...`` or ``Mail.analysis_...``.

    Creates: ``AWS::SES::MailManagerAddonInstance``. It is an ``aws_ses.CfnMailManagerAddonInstance``.

    Args:
        subscription: An :class:`AddonSubscription`, or an imported one.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY.

    Raises:
        InvalidSettingError: for tags that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    API: ``CreateAddonInstance`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        subscription: refs.IMailManagerAddonSubscriptionRef,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            given = cfn_tags(tags)
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            addon_subscription_id=subscription.mail_manager_addon_subscription_ref.addon_subscription_id,
            tags=given,
        )
        apply_removal(self, removal_policy)
        self.known_name = subscription.known_name if isinstance(subscription, AddonSubscription) else None
        """The add-on; ``None`` when only the deployment knows it."""

    @classmethod
    def from_addon_instance_id(
        cls, scope: Construct, id: str, addon_instance_id: str
    ) -> refs.IMailManagerAddonInstanceRef:
        """An instance of this account and region that something else made.

        Which add-on it is of is not known here, so that it is asked wherever you ask it.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            addon_instance_id: Such as ``ai-...``; may be a token.
        """
        return ses.CfnMailManagerAddonInstance.from_addon_instance_id(scope, id, addon_instance_id)

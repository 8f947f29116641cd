"""Whether SES warms dedicated IP addresses up by itself."""

from __future__ import annotations

from constructs import Construct

from ses_constructs.shared.setting_types import checks_types

from .setting import AccountSetting, WhenDeleted


@checks_types
class AutomaticWarmUp(AccountSetting):
    """Automatic warm-up of standard dedicated IP addresses, on or off for the account in this region.

    Creates: a custom resource, and a parameter that names this stack as the owner.
    On delete: see ``when_deleted``. A creation that fails is undone.

    It is on in every account at first. Off, it concerns addresses that are leased later, which count as warm at
    once: they send as much as you have SES send, and receivers do not know them. Warm-up takes 45 days.

    Args:
        enabled: Left out: true.
        when_deleted: Left out: it stays as it is.

    Raises:
        ConflictingSettingsError: when the app has another one for this account and region.

    Guide: Warming up dedicated IP addresses (standard); API: ``PutAccountDedicatedIpWarmupAttributes``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        enabled: bool = True,
        when_deleted: WhenDeleted = WhenDeleted.KEEP,
    ) -> None:
        super().__init__(
            scope,
            id,
            name="warm-up",
            what="automatic warm-up",
            value={"Automatic": "yes" if enabled else "no"},
            actions=["ses:PutAccountDedicatedIpWarmupAttributes"],
            when_deleted=when_deleted,
        )

"""The switch that stops all mail of an account in a region."""

from __future__ import annotations

from constructs import Construct

from ses_constructs.shared.setting_types import checks_types

from .setting import AccountSetting, WhenDeleted


@checks_types
class AccountSending(AccountSetting):
    """Who decides whether the account sends: this stack, when its template changes, and nobody else's template.

    Creates: a custom resource, and a parameter that names this stack as the owner.
    On delete: see ``when_deleted``. A creation that fails is undone.

    The switch is written when ``enabled`` changes, and never otherwise: a pause by a guard, by a person or by AWS
    survives every deployment. A first deployment with ``enabled=True`` of an account that is paused fails and says
    so. After 90 days of a pause SES deletes the account's suppression list.

    Args:
        enabled: False stops all mail of the account in this region.
        when_deleted: Left out: it stays as it is.

    Raises:
        ConflictingSettingsError: when the app has another one for this account and region.

    Guide: Pausing email sending; API: ``PutAccountSendingAttributes``.
    """

    def __init__(
        self, scope: Construct, id: str, *, enabled: bool, when_deleted: WhenDeleted = WhenDeleted.KEEP
    ) -> None:
        super().__init__(
            scope,
            id,
            name="sending",
            what="account sending",
            value={"Enabled": "yes" if enabled else "no"},
            actions=["ses:PutAccountSendingAttributes"],
            when_deleted=when_deleted,
        )

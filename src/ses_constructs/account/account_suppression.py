"""Which addresses SES sends no more mail to, for the whole account."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .setting import AccountSetting, WhenDeleted


class SuppressionReason(StrEnum):
    """Why an address gets onto the suppression list. API: ``SuppressionListReason``."""

    BOUNCE = "BOUNCE"
    """Mail to it bounced for good."""
    COMPLAINT = "COMPLAINT"
    """Its owner marked mail as spam."""


class ValidationThreshold(StrEnum):
    """How sure SES must be that an address exists before it sends there. API: ``ConfidenceVerdictThreshold``."""

    OFF = "OFF"
    """Sends without asking."""
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    MANAGED = "MANAGED"
    """SES chooses."""


@checks_types
class AccountSuppression(AccountSetting):
    """The account's suppression list, on or off, and its validation of addresses.

    Creates: a custom resource, and a parameter that names this stack as the owner.
    On delete: see ``when_deleted``; nothing is ever taken off the list. A creation that fails is undone.

    A region has one: a second one in the app is refused, and a second stack fails to deploy. Configuration sets
    may choose otherwise. A list of which a reason is switched off is kept, and its addresses get mail again.

    Args:
        reasons: Left out: both. An empty list switches suppression off; bounces to dead addresses then count
            again and again.
        validation: Left out: as it is.
        when_deleted: Left out: it stays as it is, since switching suppression off costs reputation.

    Raises:
        InvalidSettingError: for a reason given twice.
        ConflictingSettingsError: when the app has another one for this account and region.

    Guide: Using the Amazon SES account-level suppression list; API: ``PutAccountSuppressionAttributes``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        reasons: Sequence[SuppressionReason] | None = None,
        validation: ValidationThreshold | None = None,
        when_deleted: WhenDeleted = WhenDeleted.KEEP,
    ) -> None:
        wanted = list(SuppressionReason) if reasons is None else list(reasons)
        with located(scope, id):
            if len(set(wanted)) < len(wanted):
                raise InvalidSettingError("reasons", reasons, "has one twice", fix="give each reason once")
        value: dict[str, object] = {"Reasons": [str(reason) for reason in wanted]}
        if validation is not None:
            value["Validation"] = str(validation)
        super().__init__(
            scope,
            id,
            name="suppression",
            what="account suppression",
            value=value,
            actions=["ses:PutAccountSuppressionAttributes"],
            when_deleted=when_deleted,
        )

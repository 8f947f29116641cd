"""Which suppression list counts for the mail of a tenant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

from .account_suppression import SuppressionReason

_BOTH = tuple(SuppressionReason)


@checks_types
@dataclass(frozen=True, slots=True)
class TenantSuppression:
    """The account's list, or one of the tenant's own: :meth:`of_account` or :meth:`own`.

    Source: schema of ``AWS::SES::Tenant``, ``SuppressionAttributes``; scope and reasons go together.
    """

    scope: str
    reasons: tuple[SuppressionReason, ...]

    @classmethod
    def of_account(cls, *, reasons: Sequence[SuppressionReason] = _BOTH) -> TenantSuppression:
        """The account's list: what bounces for one tenant gets mail from none.

        Args:
            reasons: For which this tenant's mail adds to the list. Left out: both. Empty: none.

        Raises:
            InvalidSettingError: for a reason given twice.
        """
        return cls("ACCOUNT", _once(reasons))

    @classmethod
    def own(cls, *, reasons: Sequence[SuppressionReason] = _BOTH) -> TenantSuppression:
        """A list of the tenant's own, which begins empty and holds back nobody else's mail.

        Args:
            reasons: For which an address gets onto it. Left out: both. Empty: none.

        Raises:
            InvalidSettingError: for a reason given twice.
        """
        return cls("TENANT", _once(reasons))

    @property
    def attributes(self) -> ses.CfnTenant.TenantSuppressionAttributesProperty:
        """As the template wants it."""
        return ses.CfnTenant.TenantSuppressionAttributesProperty(
            suppression_scope=self.scope, suppressed_reasons=[str(reason) for reason in self.reasons]
        )


def _once(reasons: Sequence[SuppressionReason]) -> tuple[SuppressionReason, ...]:
    if len(set(reasons)) < len(reasons):
        raise InvalidSettingError("reasons", reasons, "has one twice", fix="give each reason once")
    return tuple(reasons)

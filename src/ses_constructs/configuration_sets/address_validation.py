"""Whether SES holds mail back from addresses that it thinks do not exist; a setting with three states."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True)
class AddressValidation:
    """Auto-validation of recipients: :meth:`on`, :meth:`off` or :meth:`inherit`.

    Source: schema of ``AWS::SES::ConfigurationSet``, ``SuppressionOptions.ValidationOptions``.
    """

    threshold: ses.AutoValidationThreshold | None
    disabled: bool | None

    @classmethod
    def on(cls, threshold: ses.AutoValidationThreshold = ses.AutoValidationThreshold.MANAGED) -> AddressValidation:
        """Sends only to addresses that SES trusts this much.

        Args:
            threshold: ``HIGH`` or ``MEDIUM`` confidence. Left out: SES chooses.
        """
        return cls(threshold, None)

    @classmethod
    def off(cls) -> AddressValidation:
        """Sends without this check, whatever the account does."""
        return cls(None, True)

    @classmethod
    def inherit(cls) -> AddressValidation:
        """Does as the account does."""
        return cls(None, None)

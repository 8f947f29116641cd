"""SMTP credentials: made in the account, kept in Secrets Manager, rotated with a grace for the old password."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .smtp_credentials import SmtpCredentials
    from .smtp_fields import SmtpFields
    from .smtp_rotation import SmtpRotation
    from .smtp_software import SmtpSoftware

__all__ = ["SmtpCredentials", "SmtpFields", "SmtpRotation", "SmtpSoftware"]
__getattr__ = on_demand(
    __name__,
    SmtpCredentials="smtp_credentials",
    SmtpFields="smtp_fields",
    SmtpRotation="smtp_rotation",
    SmtpSoftware="smtp_software",
)

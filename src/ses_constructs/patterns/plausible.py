"""What Plausible Community Edition needs to send its reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from ses_constructs.shared.setting_types import checks_types
from ses_constructs.smtp import SmtpCredentials, SmtpRotation, SmtpSoftware
from ses_constructs.smtp.smtp_credentials import SendsMail

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_kms as kms


@checks_types
class Plausible(Construct):
    """SMTP credentials with the variables of Plausible: leave ``MAILER_ADAPTER`` empty.

    Creates: :class:`SmtpCredentials`. Read from plausible/analytics, ``config/runtime.exs`` at a27653cd.

    Args:
        identities: What it sends from.
        sender: Its From address, ``MAILER_EMAIL``.
        port: Left out: 587. The TLS flag of the variables follows it.
        rotation: Left out: the password stays. Plausible reads it when it starts: restart it within the grace.
        encryption_key: Of the secret. Left out: the key that AWS manages.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        identities: Sequence[SendsMail],
        sender: str,
        port: int = 587,
        rotation: SmtpRotation | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.credentials = SmtpCredentials(
            self,
            "Smtp",
            identities=identities,
            sender=sender,
            port=port,
            rotation=rotation,
            encryption_key=encryption_key,
        )
        """User, password and secret."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that hold no secret."""
        return self.credentials.environment_for(SmtpSoftware.PLAUSIBLE)

    @property
    def ecs_secrets(self) -> dict[str, ecs.Secret]:
        """The others, for a container of ``aws_ecs``."""
        return self.credentials.ecs_secrets_for(SmtpSoftware.PLAUSIBLE)

"""What any software that sends by SMTP needs of SES; Mautic among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.smtp import SmtpCredentials, SmtpRotation, SmtpSoftware

from .multi_domain_sender import MultiDomainSender, Stream

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_kms as kms


@checks_types
class SmtpApplication(Construct):
    """Domains, a configuration set, and SMTP credentials with the variables of the software that uses them.

    Creates: a :class:`MultiDomainSender` with one configuration set, and :class:`SmtpCredentials` for every
    domain.

    Mautic reads one address of its mailer that holds the password (``mailer_dsn``): print it with
    ``python -m ses_constructs.smtp env --for mautic --show-password``, as ECS composes no variables. Its plugins
    for webhooks differ, so SES's own suppression list is what keeps bounces down.

    Args:
        domains: Where the records of each domain go.
        sender: The From address.
        software: Whose variables. Left out: ``SMTP_HOST`` and so on.
        stream: Left out: transactional.
        dmarc: Of every domain. Left out: no DMARC record is published.
        port: Left out: 587.
        rotation: Left out: the password stays.
        encryption_key: Of the secret. Left out: the key that AWS manages.
        removal_policy: Of identities, records and the set. Left out: RETAIN.

    Raises:
        InvalidSettingError: for SNAPSHOT.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domains: Mapping[str, Dns],
        sender: str,
        software: SmtpSoftware = SmtpSoftware.GENERIC,
        stream: Stream = Stream.TRANSACTIONAL,
        dmarc: Dmarc | None = None,
        port: int = 587,
        rotation: SmtpRotation | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.sender = MultiDomainSender(
            self, "Sender", domains=domains, streams=(stream,), dmarc=dmarc, removal_policy=removal_policy
        )
        """Domains and configuration set."""
        self.credentials = SmtpCredentials(
            self,
            "Smtp",
            identities=list(self.sender.identities.values()),
            sender=sender,
            port=port,
            rotation=rotation,
            encryption_key=encryption_key,
        )
        """User, password and secret."""
        self._software = software

    @property
    def environment(self) -> dict[str, str]:
        """The variables that hold no secret."""
        return self.credentials.environment_for(self._software)

    @property
    def ecs_secrets(self) -> dict[str, ecs.Secret]:
        """The others, for a container of ``aws_ecs``.

        Raises:
            ConflictingSettingsError: for software that reads user and password out of one longer text.
        """
        return self.credentials.ecs_secrets_for(self._software)

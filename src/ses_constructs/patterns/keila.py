"""What a self-hosted Keila needs of SES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.events.webhook import Webhook, checked_url
from ses_constructs.identities import Dmarc
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.smtp import SmtpCredentials, SmtpFields, SmtpRotation, SmtpSoftware

from .multi_domain_sender import MultiDomainSender, Stream

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs

WEBHOOK = "/api/webhooks/senders/ses"
"""Where Keila takes notifications. pentacent/keila 0.30.2, ``lib/keila_web/router.ex`` at 14f1a127."""
_FIELDS = SmtpFields(username="access_key", secret_access_key="secret")  # noqa: S106 - names


@checks_types
class Keila(Construct):
    """Domains, a configuration set with its bounces at Keila's webhook, and one key for API and SMTP.

    Creates: a :class:`MultiDomainSender` with one configuration set, a topic that posts bounces and complaints,
    and :class:`SmtpCredentials`. Keila's senders call the API with the access key, typed into their settings once
    (:attr:`sender_settings`, ``access_key`` and ``secret`` of the secret); the mail of Keila itself goes by SMTP,
    set by variables. It checks SHA1 signatures, and confirms by itself.

    Read from pentacent/keila 0.30.2 at 14f1a127: ``config/runtime.exs``, ``sender_adapters/ses.ex``,
    ``ses_webhook_controller.ex``.

    Args:
        url: Where Keila is reached, HTTPS.
        domains: Where the records of each domain go.
        sender: The From address of Keila's own mail.
        dmarc: Of every domain. Left out: no DMARC record is published.
        rotation: Left out: the key stays, which suits Keila: each of its senders keeps a copy.
        removal_policy: Of identities, records and the set. Left out: RETAIN.

    Raises:
        InvalidSettingError: for an address that is not HTTPS, or for SNAPSHOT.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        url: str,
        domains: Mapping[str, Dns],
        sender: str,
        dmarc: Dmarc | None = None,
        rotation: SmtpRotation | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            url = checked_url("url", url)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.topic = Webhook(self, "Feedback", url=f"{url}{WEBHOOK}", sign_with_sha256=False)
        """Posts bounces and complaints to Keila."""
        self.sender = MultiDomainSender(
            self,
            "Sender",
            domains=domains,
            streams=(Stream.MARKETING,),
            dmarc=dmarc,
            removal_policy=removal_policy,
        )
        """Domains and configuration set."""
        self.configuration_set = self.sender.configuration_sets[Stream.MARKETING]
        """The set of all its mail."""
        self.configuration_set.add_destination(
            "Keila", Destination.topic(self.topic), events=(Event.BOUNCE, Event.COMPLAINT)
        )
        self.credentials = SmtpCredentials(
            self,
            "Key",
            identities=list(self.sender.identities.values()),
            sender=sender,
            fields=_FIELDS,
            rotation=rotation,
        )
        """The IAM user, and the secret with access key and SMTP password."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables of Keila's own mailer that hold no secret."""
        return self.credentials.environment_for(SmtpSoftware.KEILA)

    @property
    def ecs_secrets(self) -> dict[str, ecs.Secret]:
        """The others, for a container of ``aws_ecs``."""
        return self.credentials.ecs_secrets_for(SmtpSoftware.KEILA)

    @property
    def sender_settings(self) -> dict[str, str]:
        """What belongs into the settings of a sender of type SES, beside the two secrets."""
        return {
            "ses_region": self.credentials.region,
            "ses_configuration_set": self.configuration_set.configuration_set_name,
        }

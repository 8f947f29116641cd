"""What a self-hosted Plunk needs of SES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.access import SesAccess
from ses_constructs.configuration_sets import Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.events.webhook import Webhook, checked_url
from ses_constructs.facts import action_sets
from ses_constructs.identities import Dmarc
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.smtp import SmtpCredentials, SmtpFields, SmtpRotation

from .multi_domain_sender import MultiDomainSender, Stream

if TYPE_CHECKING:
    from aws_cdk import aws_ecs as ecs

WEBHOOK = "/webhooks/sns"
"""Where Plunk takes notifications. useplunk/plunk, ``apps/api/src/controllers/Webhooks.ts`` at 0d502da1."""
_EVENTS = (Event.BOUNCE, Event.COMPLAINT, Event.DELIVERY, Event.OPEN, Event.CLICK)
"""What that file reads."""
_FIELDS = SmtpFields(
    username="AWS_SES_ACCESS_KEY_ID",
    secret_access_key="AWS_SES_SECRET_ACCESS_KEY",  # noqa: S106 - a name
    region="AWS_SES_REGION",
)


@checks_types
class Plunk(Construct):
    """Domains, one configuration set, its notifications, and an access key for a self-hosted Plunk.

    Creates: a :class:`MultiDomainSender` whose one set all domains share, as Plunk knows only one; a topic that
    posts to Plunk, which confirms by itself; and an IAM user with the calls Plunk makes, whose access key is in
    a secret.

    Read from useplunk/plunk: ``apps/api/src/app/constants.ts`` at 05080e71 and
    ``apps/api/src/services/SESService.ts`` at 17e840b6.

    Args:
        api_url: Plunk's ``API_URI``, HTTPS.
        domains: Where the records of each domain go. Plunk adds further domains by itself.
        mail_from_label: Plunk's ``MAIL_FROM_SUBDOMAIN``. Left out: ``plunk``, its own default.
        dmarc: Of every domain. Left out: no DMARC record is published.
        rotation: Left out: the access key stays. Plunk reads it when it starts: restart it within the grace.
        removal_policy: Of identities, records and the set. Left out: RETAIN.

    Raises:
        InvalidSettingError: for an address that is not HTTPS, or for SNAPSHOT.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        api_url: str,
        domains: Mapping[str, Dns],
        mail_from_label: str = "plunk",
        dmarc: Dmarc | None = None,
        rotation: SmtpRotation | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            api_url = checked_url("api_url", api_url)
            check_removal(removal_policy)
        super().__init__(scope, id)
        from aws_cdk import aws_iam as iam

        self.sender = MultiDomainSender(
            self,
            "Sender",
            domains=domains,
            mail_from_label=mail_from_label,
            dmarc=dmarc,
            removal_policy=removal_policy,
        )
        """Domains and configuration set."""
        self.configuration_set = self.sender.configuration_sets[Stream.TRANSACTIONAL]
        """The set of all its mail, marketing included."""
        self.topic = Webhook(self, "Events", url=f"{api_url}{WEBHOOK}", sign_with_sha256=True)
        """Posts events to Plunk."""
        self.configuration_set.add_destination("Plunk", Destination.topic(self.topic), events=_EVENTS)
        self.credentials = SmtpCredentials(self, "Key", fields=_FIELDS, rotation=rotation)
        """The IAM user and the secret with its access key."""
        user = self.credentials.user
        self.sender.grant_send(user)
        SesAccess.of(self).grant_manage_identities(user, version_1=True)
        # Plunk sets its pace by the account's quota.
        iam.Grant.add_to_principal(grantee=user, actions=[action_sets.SEND_QUOTA], resource_arns=["*"])
        self._mail_from_label = mail_from_label

    @property
    def environment(self) -> dict[str, str]:
        """The variables that hold no secret."""
        return {
            "AWS_SES_REGION": self.credentials.region,
            "MAIL_FROM_SUBDOMAIN": self._mail_from_label,
            "SES_CONFIGURATION_SET": self.configuration_set.configuration_set_name,
        }

    @property
    def ecs_secrets(self) -> dict[str, ecs.Secret]:
        """The others, for a container of ``aws_ecs``."""
        from aws_cdk import aws_ecs as ecs

        names = ("AWS_SES_ACCESS_KEY_ID", "AWS_SES_SECRET_ACCESS_KEY")
        return {name: ecs.Secret.from_secrets_manager(self.credentials.secret, name) for name in names}

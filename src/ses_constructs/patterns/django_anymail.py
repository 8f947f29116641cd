"""What a Django application with django-anymail needs of SES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import Destination
from ses_constructs.dns import Dns
from ses_constructs.events.webhook import Webhook, checked_url
from ses_constructs.identities import Dmarc
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

from .multi_domain_sender import MultiDomainSender, Stream

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_secretsmanager as secretsmanager

WEBHOOK = "/anymail/amazon_ses/tracking/"
"""Where anymail takes notifications when its URLs are included under ``anymail/``. django-anymail 15.2."""


@checks_types
class DjangoAnymail(Construct):
    """Domains, a configuration set, and its events at anymail's tracking webhook.

    Creates: a :class:`MultiDomainSender` with one configuration set, and a topic that posts every event of it.
    Permissions go to the role the application runs with: no access key is made.

    Anymail confirms the subscription by itself only with ``webhook_secret``; without it, do that by hand once.

    Read from django-anymail 15.2.

    Args:
        url: Where the application is reached, HTTPS.
        domains: Where the records of each domain go.
        dmarc: Of every domain. Left out: no DMARC record is published.
        webhook_secret: A secret with anymail's ``WEBHOOK_SECRET``, ``name:password`` in letters and digits; the
            template refers to it, the subscription holds it. Left out: none.
        removal_policy: Of identities, records and the set. Left out: RETAIN.

    Raises:
        InvalidSettingError: for an address that is not HTTPS, or holds a password, or for SNAPSHOT.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        url: str,
        domains: Mapping[str, Dns],
        dmarc: Dmarc | None = None,
        webhook_secret: secretsmanager.ISecret | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            url = checked_url("url", url)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.topic = Webhook(
            self,
            "Events",
            url=f"{url}{WEBHOOK}",
            sign_with_sha256=True,
            name_and_password=webhook_secret,
        )
        """Posts events to anymail."""
        self.sender = MultiDomainSender(
            self, "Sender", domains=domains, dmarc=dmarc, removal_policy=removal_policy
        )
        """Domains and configuration set."""
        self.configuration_set = self.sender.configuration_sets[Stream.TRANSACTIONAL]
        """The set of all its mail."""
        self.configuration_set.add_destination("Anymail", Destination.topic(self.topic))

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the application's role send: anymail makes raw messages, and IAM is asked for that."""
        return self.sender.grant_send(grantee)

    @property
    def settings(self) -> dict[str, str]:
        """What belongs into ``ANYMAIL`` of the Django settings."""
        return {"AMAZON_SES_CONFIGURATION_SET_NAME": self.configuration_set.configuration_set_name}

"""What a self-hosted Listmonk needs of SES."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.events.webhook import Webhook, checked_url
from ses_constructs.identities import Dmarc, FeedbackTopics, FeedbackType
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.smtp import SmtpCredentials, SmtpRotation

from .multi_domain_sender import MultiDomainSender, Stream

WEBHOOK = "/webhooks/service/ses"
"""Where Listmonk takes notifications, once bounce webhooks and SES are switched on in its settings."""


@checks_types
class Listmonk(Construct):
    """Domains, SMTP credentials, and the notifications of bounces and complaints Listmonk understands.

    Creates: a :class:`MultiDomainSender` with one configuration set, :class:`SmtpCredentials` for every domain,
    and one topic that gets the identities' notifications with the original headers, by which Listmonk finds the
    campaign. It checks SHA1 signatures and wants the envelope of SNS, and confirms by itself. A complaint
    reaches it as a notification of the identity only, not as an event of the configuration set.

    Read from knadh/listmonk, ``internal/bounce/webhooks/ses.go`` at 911e0b77.

    Args:
        url: Where Listmonk is reached, HTTPS.
        domains: Where the records of each domain go.
        sender: The From address of the credentials. Left out: none is written.
        dmarc: Of every domain. Left out: no DMARC record is published.
        rotation: Left out: the password stays, which suits Listmonk: it keeps a copy in its settings.
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
        sender: str | None = None,
        dmarc: Dmarc | None = None,
        rotation: SmtpRotation | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            url = checked_url("url", url)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.topic = Webhook(self, "Feedback", url=f"{url}{WEBHOOK}", sign_with_sha256=False)
        """Posts bounces and complaints to Listmonk."""
        self.sender = MultiDomainSender(
            self,
            "Sender",
            domains=domains,
            streams=(Stream.MARKETING,),
            dmarc=dmarc,
            removal_policy=removal_policy,
            feedback_topics=FeedbackTopics(
                bounce=self.topic,
                complaint=self.topic,
                headers_in=(FeedbackType.BOUNCE, FeedbackType.COMPLAINT),
            ),
        )
        """Domains and configuration set."""
        self.credentials = SmtpCredentials(
            self, "Smtp", identities=list(self.sender.identities.values()), sender=sender, rotation=rotation
        )
        """To be typed into Listmonk's settings once: authentication protocol ``login``, TLS ``STARTTLS``."""

"""What a Django application with django-ses needs of SES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.events.webhook import Webhook, checked_url
from ses_constructs.facts import action_sets
from ses_constructs.identities import Dmarc
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .multi_domain_sender import MultiDomainSender, Stream

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_EVENTS = (Event.BOUNCE, Event.COMPLAINT, Event.DELIVERY, Event.SEND, Event.OPEN, Event.CLICK)
"""What ``SESEventWebhookView`` reads."""
_NO_RESOURCE = "these actions of SES apply to no resource, so that IAM can name none"


@checks_types
class DjangoSes(Construct):
    """Domains, a configuration set, and its events at the webhook of django-ses.

    Creates: a :class:`MultiDomainSender` with one configuration set, and a topic that posts its events, signed
    with SHA1, the only signature django-ses checks. It confirms by itself. Permissions go to the role the
    application runs with: no access key is made.

    Read from django-ses 4.8.2.

    Args:
        url: Where the application is reached, HTTPS.
        domains: Where the records of each domain go.
        webhook: Where the application has ``SESEventWebhookView``. Left out: ``/ses/event-webhook/``, as in the
            documentation of django-ses.
        dmarc: Of every domain. Left out: no DMARC record is published.
        removal_policy: Of identities, records and the set. Left out: RETAIN.

    Raises:
        InvalidSettingError: for an address that is not HTTPS, a path that does not begin with ``/``, or SNAPSHOT.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        url: str,
        domains: Mapping[str, Dns],
        webhook: str = "/ses/event-webhook/",
        dmarc: Dmarc | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            url = checked_url("url", url)
            check_removal(removal_policy)
            if not webhook.startswith("/"):
                raise InvalidSettingError("webhook", webhook, "is no path", fix=f"give '/{webhook}'")
        super().__init__(scope, id)
        self.topic = Webhook(self, "Events", url=f"{url}{webhook}", sign_with_sha256=False)
        """Posts events to django-ses."""
        self.sender = MultiDomainSender(
            self, "Sender", domains=domains, dmarc=dmarc, removal_policy=removal_policy
        )
        """Domains and configuration set."""
        self.configuration_set = self.sender.configuration_sets[Stream.TRANSACTIONAL]
        """The set of all its mail."""
        self.configuration_set.add_destination("DjangoSes", Destination.topic(self.topic), events=_EVENTS)

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the application's role send, and read the quota by which django-ses sets its pace."""
        from aws_cdk import aws_iam as iam

        quota = iam.Grant.add_to_principal(grantee=grantee, actions=[action_sets.SEND_QUOTA], resource_arns=["*"])
        principal = grantee.grant_principal
        if isinstance(principal, Construct):
            acknowledge_wildcard(principal, "*", _NO_RESOURCE)
        return self.sender.grant_send(grantee).combine(quota)

    @property
    def settings(self) -> dict[str, str]:
        """What belongs into the Django settings, each a text. Without the topic django-ses would believe any."""
        return {
            "AWS_SNS_EVENT_TRUSTED_TOPIC_ARNS": self.topic.topic_arn,
            "AWS_SES_CONFIGURATION_SET": self.configuration_set.configuration_set_name,
            "AWS_SES_REGION_NAME": Aws.of(self).region,
            "EMAIL_BACKEND": "django_ses.SESBackend",
        }

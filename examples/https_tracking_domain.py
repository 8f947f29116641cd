"""How do I track clicks with links of my own domain, over HTTPS?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import (
    DEFAULT_EVENTS,
    ConfigurationSet,
    DefaultConfigurationSet,
    Destination,
    Event,
    HttpsTrackingDomain,
)
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


class TrackedLinks(cdk.Stack):
    """A newsletter whose tracked links begin with https://links.shop.example."""

    def __init__(self, scope: Construct, id: str) -> None:
        # CloudFront takes certificates of us-east-1; elsewhere a second stack is made there.
        super().__init__(scope, id, env=cdk.Environment(region="us-east-1"))
        # readme: start
        dns = Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="shop.example")
        shop = DomainIdentity(
            self, "Shop", domain="shop.example", dns=dns, dmarc=Dmarc.none(reports_to="dmarc@shop.example")
        )
        links = HttpsTrackingDomain(self, "Links", domain="links.shop.example", dns=dns, verified=shop.verified)
        newsletter = ConfigurationSet(self, "Newsletter", tracking=links)
        newsletter.add_destination("Events", Destination.event_bus(), events=[*DEFAULT_EVENTS, Event.CLICK])
        # Only now: Amazon SES takes the tracking domain when it has verified the identity.
        DefaultConfigurationSet(self, "Default", identity="shop.example", configuration_set=newsletter)
        # readme: end

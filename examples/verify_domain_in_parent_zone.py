"""How do I send from a subdomain whose DNS records belong into the zone of its parent?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


class VerifyDomainInParentZone(cdk.Stack):
    """A subdomain with DKIM, MAIL FROM and DMARC in its parent's zone, and an address of it with own settings."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        parent = Dns.in_zone_with_id("Z0123456789PARENT", zone_name="shop.example")
        news = DomainIdentity(
            self,
            "News",
            domain="news.shop.example",
            dns=parent,
            mail_from_domain="bounce.news.shop.example",
            # The first step of a rollout: the parent's own record goes on to apply to its other subdomains.
            dmarc=Dmarc.none(reports_to="dmarc@shop.example"),
            configuration_set=ConfigurationSet(self, "Mail"),
        )
        editor = news.add_address("editor@news.shop.example", dkim_signing=True)
        sender = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        editor.grant_send(sender)
        # readme: end

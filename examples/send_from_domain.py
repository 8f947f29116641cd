"""How do I send from my domain, so that receivers trust the mail?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_route53 as route53
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


class SendFromDomain(cdk.Stack):
    """A domain with DKIM, MAIL FROM and DMARC in its hosted zone, and a role that may send from it."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789EXAMPLE", zone_name="shop.example"
        )
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.in_zone(zone),
            mail_from_domain="bounce.shop.example",
            dmarc=Dmarc.quarantine(reports_to="dmarc@shop.example"),
            configuration_set=ConfigurationSet(self, "Receipts"),
        )
        sender = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        shop.grant_send(sender)
        # readme: end

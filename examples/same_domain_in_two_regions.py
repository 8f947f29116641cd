"""How do I send from one domain in two regions?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


class SameDomainInTwoRegions(cdk.Stack):
    """The domain in the first region, with a stack of its own for the second."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, env=cdk.Environment(region="us-east-1"))
        # readme: start
        zone = Dns.in_zone_with_id("Z0123456789REGION", zone_name="world.example")
        DomainIdentity(
            self,
            "World",
            domain="world.example",
            dns=zone,
            # A MAIL FROM domain has one MX record, which leads to one region.
            mail_from_domain="bounce-us.world.example",
            # The domain has one DMARC record, whichever region sends.
            dmarc=Dmarc.quarantine(reports_to="dmarc@world.example"),
            configuration_set=ConfigurationSet(self, "Mail"),
        )
        second = cdk.Stack(scope, f"{id}Ireland", env=cdk.Environment(region="eu-west-1"))
        DomainIdentity(
            second,
            "World",
            domain="world.example",
            dns=zone,
            mail_from_domain="bounce-eu.world.example",
            configuration_set=ConfigurationSet(second, "Mail"),
        )
        # readme: end

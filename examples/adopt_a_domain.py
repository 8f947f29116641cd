"""How do I take over a domain that somebody has set up by hand?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns, ExistingRecords
from ses_constructs.identities import AdoptedDomainIdentity, Dmarc


class AdoptADomain(cdk.Stack):
    """An identity of the account and its records, taken over as they are, with mail signed all the while."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        zone = Dns.in_zone_with_id(
            "Z0123456789ABCDEFGHIJ", zone_name="shop.example", existing=ExistingRecords.ADOPT
        )
        AdoptedDomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=zone,
            mail_from_domain="bounce.shop.example",
            dmarc=Dmarc.quarantine(reports_to="dmarc@shop.example"),
            configuration_set=ConfigurationSet(self, "Mail"),
        )

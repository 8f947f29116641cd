"""How do I show my logo beside my mail?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import BimiLogo, Dmarc, DomainIdentity

LOGO = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 100 100">
  <title>Shop</title>
  <rect width="100" height="100" fill="#16324f"/>
  <path fill="#ffffff" d="M25 35h50v40h-50zM35 35a15 15 0 0 1 30 0h-6a9 9 0 0 0-18 0z"/>
</svg>
"""


class ShowALogo(cdk.Stack):
    """A domain whose mail passes DMARC, and the logo that its BIMI record names, served over HTTPS.

    Deployed is not shown yet: mailbox providers want steady mail with a good name, and most of them a mark
    certificate, which BimiLogo serves with ``mark_certificate=``.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        dns = Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="shop.example")
        logo = BimiLogo(self, "Logo", host="brand.shop.example", svg=LOGO, dns=dns)
        DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=dns,
            mail_from_domain="bounce.shop.example",
            dmarc=Dmarc.reject(reports_to="dmarc@shop.example"),
            bimi=logo.bimi,
            configuration_set=ConfigurationSet(self, "Mail"),
        )

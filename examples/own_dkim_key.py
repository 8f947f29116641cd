"""How do I sign with a DKIM key of my own, and rotate it?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dkim, DkimKeys, Dmarc, DomainIdentity


class OwnDkimKey(cdk.Stack):
    """A domain that signs with a key which is generated at deployment, and never leaves its secret but for SES."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # A key you have already: Dkim.own_key(selector="mail2026", secret=Secret.from_secret_name_v2(...)).
        keys = DkimKeys(self, "DkimKeys")
        DomainIdentity(
            self,
            "Shop",
            domain="shop.example.com",
            dns=Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="example.com"),
            # To rotate: also_published=["mail2027"] now, selector="mail2027" and also_published=["mail2026"] a day
            # later, and "mail2027" alone a week after that.
            dkim=Dkim.generated_key(selector="mail2026", keys=keys),
            mail_from_domain="bounce.shop.example.com",
            dmarc=Dmarc.quarantine(reports_to="dmarc@example.com"),
            configuration_set=ConfigurationSet(self, "Receipts"),
        )

"""How do I publish the records when the hosted zone is in another account?

In the account of the zone, deploy this first, once:

    RecordsRole(
        self,
        "MailRecords",
        zone=zone,
        trusted_account="111122223333",
        external_id="mail-of-example",
        domains=["shop.example.com"],
        mail_from_domains=["bounce.shop.example.com"],
        role_name="mail-records",
    )
"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity


class DnsInAnotherAccount(cdk.Stack):
    """A domain whose records are written by a role of the DNS account, which may write these and no others."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        DomainIdentity(
            self,
            "Shop",
            domain="shop.example.com",
            dns=Dns.in_zone_of_account(
                "Z0123456789ABCDEFGHIJ",
                zone_name="example.com",
                role_arn=f"arn:{self.partition}:iam::999988887777:role/mail-records",
                external_id="mail-of-example",
            ),
            mail_from_domain="bounce.shop.example.com",
            dmarc=Dmarc.none(reports_to="dmarc@example.com"),
            configuration_set=ConfigurationSet(self, "Mail"),
        )

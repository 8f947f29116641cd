"""How do I verify a domain whose DNS is not at Route 53?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Bimi, Dmarc, DomainIdentity, Spf


class DnsByHand(cdk.Stack):
    """A domain whose records, logo and SPF among them, are printed for somebody else's DNS."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        DomainIdentity(
            self,
            "Toys",
            domain="toys.example",
            # Prints the records as an output; so does "python -m ses_constructs.dns cdk.out" after the deployment.
            dns=Dns.by_hand(),
            mail_from_domain="bounce.toys.example",
            dmarc=Dmarc.quarantine(reports_to="dmarc@toys.example"),
            bimi=Bimi(logo_url="https://toys.example/logo.svg"),
            # What "dig TXT toys.example" says today.
            spf=Spf.merged_with(["site-check=4711", "v=spf1 mx -all"]),
            configuration_set=ConfigurationSet(self, "Mail"),
        )
        # readme: end

"""How do I run Plunk on my own SES, with several domains?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc
from ses_constructs.patterns import Plunk


class PlunkOnSes(cdk.Stack):
    """Two domains, one configuration set, and an access key with the calls that Plunk makes."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        plunk = Plunk(
            self,
            "Plunk",
            api_url="https://api.plunk.shop.example",
            domains={"shop.example": Dns.by_hand(), "news.example": Dns.by_hand()},
            dmarc=Dmarc.none(reports_to="dmarc@shop.example"),
        )
        cdk.CfnOutput(self, "ConfigurationSet", value=plunk.environment["SES_CONFIGURATION_SET"])
        cdk.CfnOutput(self, "AccessKey", value=plunk.credentials.secret.secret_arn)
        # readme: end

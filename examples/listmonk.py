"""How does Listmonk send through SES, and learn of bounces and complaints?"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.patterns import Listmonk


class ListmonkOnSes(cdk.Stack):
    """A domain, SMTP credentials, and notifications in the form that Listmonk reads."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        listmonk = Listmonk(
            self,
            "Listmonk",
            url="https://lists.news.example",
            domains={"news.example": Dns.by_hand()},
            sender="hello@news.example",
        )
        cdk.CfnOutput(self, "Secret", value=listmonk.credentials.secret.secret_arn)
        # readme: end

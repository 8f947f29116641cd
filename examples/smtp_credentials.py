"""How do I give an application that speaks SMTP a password that nobody has seen?"""

from __future__ import annotations

from datetime import timedelta

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.smtp import SmtpCredentials, SmtpRotation


class SmtpCredentialsOfAnApplication(cdk.Stack):
    """A user name and a password in Secrets Manager, renewed every 90 days, for one domain only."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Orders"),
        )
        smtp = SmtpCredentials(
            self,
            "Smtp",
            identities=[shop],
            sender="orders@shop.example",
            rotation=SmtpRotation.every(timedelta(days=90), grace=timedelta(days=7)),
        )
        application = iam.Role(self, "Application", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        smtp.grant_read(application)
        # readme: end

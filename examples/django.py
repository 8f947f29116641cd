"""How does a Django application with django-anymail send through SES without an access key?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.patterns import DjangoAnymail


class DjangoOnSes(cdk.Stack):
    """A domain, a configuration set whose events reach anymail, and a role that may send."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        mail = DjangoAnymail(self, "Mail", url="https://www.shop.example", domains={"shop.example": Dns.by_hand()})
        application = iam.Role(self, "Application", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        mail.grant_send(application)
        for name, value in mail.settings.items():
            cdk.CfnOutput(self, name.title().replace("_", ""), value=value)
        # readme: end

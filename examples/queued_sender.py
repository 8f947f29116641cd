"""How do I send from an application that must not wait, and lose nothing while SES is busy?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.patterns import QueuedSender


class SendThroughQueue(cdk.Stack):
    """A queue that takes mail at any rate, and a function that sends it at the account's."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Receipts"),
        )
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        mail = QueuedSender(self, "Mail", identities=[shop], operators=operators)
        application = iam.Role(self, "Application", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        mail.grant_send(application)
        cdk.CfnOutput(self, "Queue", value=mail.queue.queue_url)
        cdk.CfnOutput(self, "PutBack", value=mail.put_back_command)
        # readme: end

"""How does a Lambda function send, with permission for that and nothing else?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity


class SendFromLambda(cdk.Stack):
    """A function's role that may send formatted mail from one address of the domain."""

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
        role = iam.Role(self, "Receipt", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        shop.grant_send(
            role,
            forms=[SendForm.FORMATTED],
            limits=SendLimits(from_addresses=("orders@shop.example",)),
        )
        # readme: end

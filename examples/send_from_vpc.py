"""How do I send from a network that has no way to the internet?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from ses_constructs.access import SendThroughVpcOnly, SesVpcEndpoint
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.smtp import SmtpCredentials


class SendFromVpc(cdk.Stack):
    """An SMTP endpoint for one security group, and a password that is good through it only."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        vpc = ec2.Vpc(self, "Vpc", max_azs=2, nat_gateways=0)
        endpoint = SesVpcEndpoint(self, "Ses", vpc=vpc)
        application = ec2.SecurityGroup(self, "Application", vpc=vpc, allow_all_outbound=False)
        endpoint.allow_security_group(application)
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example",
            dns=Dns.by_hand(),
            configuration_set=ConfigurationSet(self, "Orders"),
        )
        smtp = SmtpCredentials(self, "Smtp", identities=[shop])
        SendThroughVpcOnly(self, "VpcOnly", endpoints=[endpoint], users=[smtp.user])
        # readme: end
        reason = "left out of the example: flow logs belong to the network, not to sending"
        cdk.Validations.of(vpc).acknowledge(cdk.Acknowledgment(id="AwsSolutions-VPC7", reason=reason))

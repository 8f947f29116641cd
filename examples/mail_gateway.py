"""How do I take in a domain's mail by Mail Manager, archive some of it and save the rest?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.patterns import MailGateway


class GatewayOfTheShop(cdk.Stack):
    """Mail for the office is archived for six months, orders land in a bucket; nobody else is let in."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        orders = s3.Bucket(
            self,
            "Orders",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        )
        # readme: start
        gateway = MailGateway(
            self,
            "Gateway",
            domain="mail.shop.example",
            dns=Dns.in_zone_with_id("Z0123456789EXAMPLE", zone_name="shop.example"),
            configuration_set=ConfigurationSet(self, "Answers"),
        )
        gateway.archive("Office", recipients=["office@mail.shop.example"])
        gateway.save("Orders", recipients=["orders@mail.shop.example"], bucket=orders, prefix="orders/")
        # readme: end
        cdk.CfnOutput(self, "Host", value=gateway.ingress_point.host)
        reason = "CloudTrail tells who reads this bucket, where somebody has to know"
        cdk.Validations.of(orders).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=reason))

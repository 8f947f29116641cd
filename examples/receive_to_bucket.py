"""How do I save the mail of an address to a bucket, and get a notice of each message?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.receiving import InboundMx, ReceiptRuleSet, S3Action


class ReceiveToBucket(cdk.Stack):
    """Mail for support@example.com lands in a bucket; the domain is verified elsewhere."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789ABCDEFGHIJ", zone_name="example.com"
        )
        mail = s3.Bucket(
            self,
            "Mail",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(365))],
            server_access_logs_bucket=self._log_bucket(),
        )
        arrived = sns.Topic(self, "Arrived", enforce_ssl=True)

        inbound = ReceiptRuleSet(self, "Inbound")
        inbound.add_rule(
            "Support",
            recipients=["support@example.com"],
            actions=[S3Action(bucket=mail, prefix="support/", topic=arrived)],
        )
        InboundMx(self, "Mx", domain="example.com", dns=Dns.in_zone(zone))

    def _log_bucket(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))],
        )

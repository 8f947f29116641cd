"""How do I read mail for support@example.com in a mailbox elsewhere?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.receiving import InboundMx, MailForwarder, ReceiptRuleSet


class ForwardMail(cdk.Stack):
    """Mail is kept in a bucket and forwarded to two people; answers go to the author."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789FORWARD", zone_name="example.com"
        )
        domain = DomainIdentity(
            self,
            "Domain",
            domain="example.com",
            dns=Dns.in_zone(zone),
            dmarc=Dmarc.quarantine(reports_to="support@example.com"),
            configuration_set=ConfigurationSet(self, "Sent"),
        )
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        forwarder = MailForwarder(
            self,
            "Forwarder",
            bucket=self._bucket("Mail", access_logs=self._bucket("AccessLogs")),
            identity=domain,
            sender="forwarder@example.com",
            forward_to={"support@example.com": ["ada@corp.example", "grace@corp.example"]},
            operators=operators,
        )

        inbound = ReceiptRuleSet(self, "Inbound")
        # The forwarder's own address gets the bounces of what it forwards; they are kept too.
        inbound.add_rule(
            "Support",
            recipients=["support@example.com", "forwarder@example.com"],
            actions=forwarder.actions,
        )
        InboundMx(self, "Mx", domain="example.com", dns=Dns.in_zone(zone))

    def _bucket(self, id: str, *, access_logs: s3.Bucket | None = None) -> s3.Bucket:
        return s3.Bucket(
            self,
            id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(365))],
            server_access_logs_bucket=access_logs,
        )

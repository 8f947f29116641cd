"""How do I see who sends mail in my domain's name?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.receiving import DmarcReportCollector, InboundMx, ReceiptRuleSet


class CollectDmarcReports(cdk.Stack):
    """Mail providers report on example.com every day; the reports end up in a table."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id="Z0123456789REPORTS", zone_name="example.com"
        )
        dns = Dns.in_zone(zone)
        reports_to = "dmarc@example.com"
        DomainIdentity(
            self, "Domain", domain="example.com", dns=dns, dmarc=Dmarc.quarantine(reports_to=reports_to)
        )
        collector = DmarcReportCollector(
            self,
            "Collector",
            bucket=self._bucket("Mail", access_logs=self._bucket("AccessLogs")),
            domains=["example.com"],
            operators=sns.Topic(self, "Operators", enforce_ssl=True),
        )

        inbound = ReceiptRuleSet(self, "Inbound")
        inbound.add_rule("Reports", recipients=[reports_to], actions=collector.actions)
        InboundMx(self, "Mx", domain="example.com", dns=dns)

    def _bucket(self, id: str, *, access_logs: s3.Bucket | None = None) -> s3.Bucket:
        return s3.Bucket(
            self,
            id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))],
            server_access_logs_bucket=access_logs,
        )

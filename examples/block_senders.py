"""How do I refuse mail from some networks and some senders, and let a partner in whatever lists say of him?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from ses_constructs.receiving import (
    BounceAction,
    BounceTemplate,
    IpAllowList,
    IpBlockList,
    ReceiptRuleSet,
    Recipient,
    S3Action,
    StopAction,
)


class BlockSenders(cdk.Stack):
    """Filters judge while the sender still talks; a rule bounces mail to an address that is closed.

    The domain is verified elsewhere, and its MX record is there too.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        IpBlockList(self, "Spammers", networks=["198.51.100.0/24", "203.0.113.7"])
        IpAllowList(self, "Partner", networks=["198.51.100.20"])

        inbound = ReceiptRuleSet(self, "Inbound")
        refused = BounceAction(sender="postmaster@inbox.example", template=BounceTemplate.MESSAGE_CONTENT_REJECTED)
        inbound.add_rule(
            "Closed",
            recipients=[Recipient.address("offers@inbox.example")],
            actions=[refused, StopAction()],
        )
        inbound.add_rule(
            "Rest",
            recipients=[Recipient.domain_and_subdomains("inbox.example")],
            actions=[S3Action(bucket=self._mail())],
        )

    def _mail(self) -> s3.Bucket:
        logs = self._bucket("AccessLogs")
        return self._bucket("Mail", logs)

    def _bucket(self, id: str, logs: s3.Bucket | None = None) -> s3.Bucket:
        return s3.Bucket(
            self,
            id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(365))],
            server_access_logs_bucket=logs,
        )

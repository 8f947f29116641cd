"""How do I learn whether receivers take my mail, and keep the numbers?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.account import VdmDimension, VdmExport, VirtualDeliverabilityManager


class Deliverability(cdk.Stack):
    """The Virtual Deliverability Manager, its advice to a topic, its numbers to a bucket each day."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        logs = s3.Bucket(self, "AccessLogs", enforce_ssl=True, block_public_access=s3.BlockPublicAccess.BLOCK_ALL)
        numbers = s3.Bucket(
            self,
            "Numbers",
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            server_access_logs_bucket=logs,
        )
        vdm = VirtualDeliverabilityManager(self, "Deliverability")
        vdm.on_recommendation("Advice", target=targets.SnsTopic(operators))
        VdmExport(
            self,
            "Export",
            bucket=numbers,
            by=[VdmDimension.ISP, VdmDimension.CONFIGURATION_SET],
            operators=operators,
        )
        # readme: end

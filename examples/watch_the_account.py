"""How do I hear of it when AWS reviews my account, and see at a glance how my mail is doing?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.reputation import AccountMonitor, GuardScope, ReputationDashboard, ReputationGuard


class WatchTheAccount(cdk.Stack):
    """A guard of the account, a monitor of what no rate shows, and a dashboard of both."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        guard = ReputationGuard(self, "Guard", watch=GuardScope.account(), operators=operators)
        monitor = AccountMonitor(self, "Monitor", operators=operators, quota_percent=70)
        ReputationDashboard(self, "Dashboard", guards=[guard], monitor=monitor)

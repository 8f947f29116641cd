"""How do I guard two streams of mail, so that a bad newsletter does not stop the receipts?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.reputation import AutoResume, DeliveryMonitor, GuardScope, Rates, ReputationGuard, Volume


class GuardTwoStreams(cdk.Stack):
    """One guard for both streams, which pauses each alone, and an eye on mail that never arrives."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        receipts = ConfigurationSet(self, "Receipts")
        newsletter = ConfigurationSet(self, "Newsletter")

        ReputationGuard(
            self,
            "Guard",
            watch=GuardScope.configuration_sets(receipts, newsletter),
            operators=operators,
            warn=Rates(bounce=0.03, complaint=0.001),
            pause=Rates(bounce=0.06, complaint=0.003),
            # Few receipts are sent at night: the gate looks at six hours.
            volume=Volume.at_least(sends=100, bounces=5, complaints=2, window=cdk.Duration.hours(6)),
            # Whoever is asleep when a stream is paused gets a second chance, once a week.
            auto_resume=AutoResume(after=cdk.Duration.hours(12)),
            runbook="https://wiki.example.com/mail-is-paused",
        )
        DeliveryMonitor(self, "Delivery", configuration_sets=[receipts, newsletter], operators=operators)

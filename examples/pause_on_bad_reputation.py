"""How do I stop sending before AWS does it for me?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.reputation import GuardScope, Rates, ReputationGuard


class PauseOnBadReputation(cdk.Stack):
    """Warns the operators when bounces or complaints rise, and pauses sending when they rise further."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        newsletter = ConfigurationSet(self, "Newsletter")

        # Stricter than the account's guard: a bad newsletter stops alone, and order receipts still go out.
        ReputationGuard(
            self,
            "NewsletterGuard",
            watch=GuardScope.configuration_sets(newsletter),
            operators=operators,
            warn=Rates(bounce=0.02, complaint=0.001),
            pause=Rates(bounce=0.05, complaint=0.002),
        )
        ReputationGuard(self, "AccountGuard", watch=GuardScope.account(), operators=operators)

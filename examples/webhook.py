"""How do I get events of my mail posted to a web address of mine?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import BounceType, ConfigurationSet, Destination
from ses_constructs.events import Webhook, WebhookRetries, WebhookTarget


class PostEvents(cdk.Stack):
    """Every event to an application that checks signatures, hard bounces to a service that wants a key."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        receipts = ConfigurationSet(self, "Receipts")

        shop = Webhook(
            self,
            "Shop",
            url="https://shop.example.com/ses-events",
            retries=WebhookRetries(number=5, longest=cdk.Duration.minutes(2)),
            operators=operators,
        )
        receipts.add_destination("Shop", Destination.topic(shop))

        # Made elsewhere: nobody should write a key into an app.
        key = secretsmanager.Secret.from_secret_name_v2(self, "CrmKey", "crm/ses-hook")
        crm = WebhookTarget(
            self,
            "Crm",
            url="https://crm.example.net/hooks/bounces",
            key=key,
            give_up_after=cdk.Duration.hours(6),
            operators=operators,
        )
        receipts.on_bounce("HardBounce", bounce_types=[BounceType.PERMANENT], target=crm.rule_target())

"""How do I keep mail templates in files, and hear when one cannot be filled?

``python -m ses_constructs.templates preview examples/welcome`` shows this one.
"""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.identities import EmailAddressIdentity
from ses_constructs.templates import EmailTemplate, TemplateContent


class TemplatesFromFiles(cdk.Stack):
    """A template of four files, whose variables are tried with a sample before anything is deployed."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        sender = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        # readme: start
        orders = ConfigurationSet(self, "Orders")
        orders.add_destination("Problems", Destination.topic(operators), events=[Event.BOUNCE, Event.COMPLAINT])
        shop = EmailAddressIdentity(self, "Shop", address="shop@example.com", configuration_set=orders)
        welcome = EmailTemplate(
            self,
            "Welcome",
            content=TemplateContent.from_folder(Path(__file__).parent / "welcome"),
            template_name="welcome",
            configuration_sets=[orders],
            rendering_failures=operators,
        )
        welcome.grant_send(sender, identities=[shop])
        # readme: end

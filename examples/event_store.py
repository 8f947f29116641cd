"""How do I keep what became of each message, so that I can look it up?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.events import EventStore


class StoreEvents(cdk.Stack):
    """A configuration set whose events are stored, and a role that looks them up."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        store = EventStore(self, "Store", operators=operators, keep=cdk.Duration.days(90))

        receipts = ConfigurationSet(self, "Receipts")
        receipts.add_destination("Store", Destination.topic(store.topic))

        support = iam.Role(self, "Support", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        store.grant_read(support)
        store.grant_forget(support)

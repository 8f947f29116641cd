"""How do I ask in SQL what became of my mail?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import DEFAULT_EVENTS, ConfigurationSet, Destination, Event
from ses_constructs.events import EventLake


class AskTheLake(cdk.Stack):
    """A configuration set whose events become a table, and a role that asks it."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        lake = EventLake(self, "Lake", operators=operators, keep=cdk.Duration.days(400))

        newsletter = ConfigurationSet(self, "Newsletter")
        newsletter.add_destination(
            "Lake", Destination.delivery_stream(lake.stream), events=[*DEFAULT_EVENTS, Event.SUBSCRIPTION]
        )

        analyst = iam.Role(self, "Analyst", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        lake.grant_query(analyst)

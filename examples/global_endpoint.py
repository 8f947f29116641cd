"""How do I go on sending when a region fails?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc
from ses_constructs.patterns import GlobalSender


class GlobalEndpoint(cdk.Stack):
    """A domain behind a global endpoint, with a stack of its own for the second region."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, env=cdk.Environment(region="us-east-1"))
        # readme: start
        second = cdk.Stack(scope, f"{id}Ireland", env=cdk.Environment(region="eu-west-1"))
        sender = GlobalSender(
            self,
            "Mail",
            domain="global.example",
            dns=Dns.in_zone_with_id("Z0123456789GLOBAL", zone_name="global.example"),
            second=second,
            endpoint_name="global",
            configuration_set_name="global-mail",
            dmarc=Dmarc.quarantine(reports_to="dmarc@global.example"),
            dedicated_ips=True,
            operators=_operators(self),
            second_operators=_operators(second),
        )
        role = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        sender.grant_send(role)
        cdk.CfnOutput(self, "EndpointId", value=sender.endpoint.endpoint_id)
        # readme: end


def _operators(stack: cdk.Stack) -> sns.Topic:
    topic = sns.Topic(stack, "Operators", enforce_ssl=True)
    topic.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
    return topic

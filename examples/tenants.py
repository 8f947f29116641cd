"""How do I send for customers of mine, and keep their reputations apart?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.account import ReputationPolicy, Tenant, TenantSuppression
from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.dns import Dns
from ses_constructs.identities import Dmarc, DomainIdentity
from ses_constructs.templates import EmailTemplate, TemplateContent

CUSTOMERS = {"acme": "Z0123456789ACMEACME", "globex": "Z0123456789GLOBEX"}
"""Hosted zones by customer."""


class Tenants(cdk.Stack):
    """A tenant for each customer, with a domain and a configuration set of its own, and a template for all."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        sender = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        # readme: start
        sets = {name: ConfigurationSet(self, f"{name.title()}Mail") for name in CUSTOMERS}
        welcome = EmailTemplate(
            self,
            "Welcome",
            content=TemplateContent(subject="Hello {{name}}", text="Welcome."),
            configuration_sets=list(sets.values()),
            rendering_failures=operators,
        )
        for name, zone in CUSTOMERS.items():
            mail = sets[name]
            mail.add_destination("Problems", Destination.topic(operators), events=[Event.BOUNCE, Event.COMPLAINT])
            domain = DomainIdentity(
                self,
                f"{name.title()}Domain",
                domain=f"{name}.example",
                dns=Dns.in_zone_with_id(zone, zone_name=f"{name}.example"),
                mail_from_domain=f"bounce.{name}.example",
                dmarc=Dmarc.quarantine(reports_to=f"dmarc@{name}.example"),
                configuration_set=mail,
            )
            tenant = Tenant(
                self,
                name.title(),
                tenant_name=name,
                identities=[domain],
                configuration_sets=[mail],
                templates=[welcome],
                reputation_policy=ReputationPolicy.STRICT,
                suppression=TenantSuppression.own(),
            )
            tenant.on_recommendation("Warned", target=targets.SnsTopic(operators))
            tenant.on_sending_status("StoppedOrNot", target=targets.SnsTopic(operators))
            tenant.grant_send(sender)
        # readme: end

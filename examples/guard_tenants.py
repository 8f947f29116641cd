"""How do I stop one customer of mine, and no other, when their mail bounces?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.reputation import GuardScope, ReputationGuard, TenantStream


class GuardTenants(cdk.Stack):
    """A tenant and a configuration set for each customer; the set's rates pause the tenant."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        operators.add_subscription(subscriptions.EmailSubscription("ops@example.com"))
        streams = [self._customer(name) for name in ("acme", "globex")]
        ReputationGuard(self, "Guard", watch=GuardScope.tenants(*streams), operators=operators)

    def _customer(self, name: str) -> TenantStream:
        mail = ConfigurationSet(self, f"{name.title()}Mail")
        tenant = ses.CfnTenant(
            self,
            f"{name.title()}Tenant",
            tenant_name=name,
            resource_associations=[
                ses.CfnTenant.ResourceAssociationProperty(resource_arn=mail.configuration_set_arn)
            ],
        )
        return TenantStream(tenant=tenant, configuration_set=mail)

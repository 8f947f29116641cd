"""The drill: a sender of the guard's own that the heartbeat has paused, all the way from an alarm to a notice."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.facts import metrics, permissions
from ses_constructs.shared import Aws
from ses_constructs.shared.generated_name import generated_name

from .alarms import Action
from .rates import PAUSE

_LONGEST_TENANT = 64
"""Schema of ``AWS::SES::Tenant``."""


class Drill(Construct):
    """A sender that nobody sends with, and what a pause of it touches.

    Creates: a configuration set, a topic for the notices, which nobody has to read, and the alarm; for a guard of
    tenants a tenant.

    Args:
        operators: Topic of the people; the drill's is encrypted with the same key, if any.
        tenants: Whether the guard pauses tenants.
    """

    def __init__(self, scope: Construct, id: str, *, operators: sns.ITopic, tenants: bool) -> None:
        super().__init__(scope, id)
        aws = Aws.of(self)
        made = ses.CfnConfigurationSet(
            self,
            "Set",
            # Without metrics its alarm would be one that can never fire; nobody sends, so that there are none.
            reputation_options=ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=True),
            delivery_options=ses.CfnConfigurationSet.DeliveryOptionsProperty(tls_policy="REQUIRE"),
        )
        self.set_name: str = made.ref
        self.set_arn: str = permissions.configuration_set_arn(
            partition=aws.partition, region=aws.region, account=aws.account, name=self.set_name
        )
        self.tenant_arn: str | None = self._tenant().tenant_ref.tenant_arn if tenants else None
        self.topic = sns.Topic(self, "Notices", enforce_ssl=True, master_key=operators.master_key)
        """Gets the notices of the drills."""

    def alarm(self, stop: Action) -> cloudwatch.Alarm:
        """The alarm, which fires only when the heartbeat says so: no mail, no rate."""
        alarm = cloudwatch.Alarm(
            self,
            "Drill",
            metric=cloudwatch.Metric(
                namespace=metrics.NAMESPACE,
                metric_name=metrics.BOUNCE_RATE,
                dimensions_map={metrics.CONFIGURATION_SET_DIMENSION: self.set_name},
                statistic="Average",
                period=cdk.Duration.minutes(5),
            ),
            threshold=PAUSE.bounce,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            # In ALARM it has to stay until the drill is over: the pause function may ask CloudWatch.
            treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
            alarm_description=(
                "A drill: each heartbeat sets this alarm off, sees whether the guard pauses a sender of its own, "
                "and sets it back. No mail is concerned, and nobody has to do anything."
            ),
        )
        alarm.add_alarm_action(stop)
        return alarm

    def _tenant(self) -> ses.CfnTenant:
        return ses.CfnTenant(
            self,
            "Tenant",
            tenant_name=generated_name(self, "Drill", longest=_LONGEST_TENANT),
            resource_associations=[ses.CfnTenant.ResourceAssociationProperty(resource_arn=self.set_arn)],
        )

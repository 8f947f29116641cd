"""What two rates do not show: AWS's own view of the account, its quota, its identities, and AWS's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.shared import LambdaFunction, located

from .alarms import NAMESPACE, Action
from .commands import RUNBOOK
from .heartbeat import acknowledge_any_resource, put_own_metrics, schedule
from .operators import Operators

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_


class AccountMonitor(Construct):
    """Tells people when AWS reviews or stops the account, when the quota runs out, or when an identity is lost.

    Spam traps, block lists and complaints to AWS move neither the bounce nor the complaint rate.

    Creates: a function on a schedule, which publishes metrics; six alarms on them; two EventBridge rules, for AWS
    Health events about SES and for SES's own advice and changes of sending status.
    Costs or waits: six metrics and six alarms. One monitor is enough for an account in a region.

    Args:
        operators: Standard topic that people listen to.
        quota_percent: Share of the 24-hour quota that is worth a warning. Left out: 80.
        sandbox: Whether the account is meant to be in the sandbox still. Left out: no, and being there is alarmed.
        every: Left out: 15 minutes.
        runbook: URL of your own runbook. Left out: the one of this package.

    Raises:
        InvalidSettingError: for a share that is not between 1 and 100, or a topic that alarms cannot use.
        ConflictingSettingsError: for a topic in another region.

    Guide: Monitoring your sender reputation; API: GetAccount, ListEmailIdentities.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operators: sns.ITopic,
        quota_percent: float = 80,
        sandbox: bool = False,
        every: cdk.Duration | None = None,
        runbook: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        every = every if every is not None else cdk.Duration.minutes(15)
        with located(self):
            if not 1 <= quota_percent <= 100:
                raise InvalidSettingError(
                    "quota_percent", quota_percent, "is no share of the quota", fix="give 1 to 100, such as 80"
                )
            people = Operators(self, operators)
        made = _function(self)
        self.function: lambda_.Function = made.function
        self._every = every
        self._runbook = runbook if runbook is not None else RUNBOOK
        self._tell = Action(people.arn)
        before = people.admit_alarms()
        group = Construct(self, "Alarms")
        self.alarms: list[cloudwatch.Alarm] = self._alarms(group, quota_percent=quota_percent, sandbox=sandbox)
        group.node.add_dependency(*before)
        schedule(self, self.function, every, description="Watches what AWS says about the SES account")
        _pass_messages_on(self, operators)

    def metric(self, name: str, *, statistic: str = "Maximum") -> cloudwatch.Metric:
        """One of ``EnforcementLevel``, ``SendingPaused``, ``Sandbox``, ``QuotaUsedPercent``, ``LostIdentities``,
        ``Watched``.
        """
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={"Monitor": self.node.addr},
            statistic=statistic,
            period=self._every,
        )

    def _alarms(self, scope: Construct, *, quota_percent: float, sandbox: bool) -> list[cloudwatch.Alarm]:
        wanted = [
            ("EnforcementLevel", 1.0, "AWS has the account under review (1) or has stopped it (2)"),
            ("SendingPaused", 1.0, "The account does not send: paused by a guard, by a person or by AWS"),
            ("QuotaUsedPercent", quota_percent, f"{quota_percent:g} % of the 24-hour quota are used up"),
            ("LostIdentities", 1.0, "SES no longer finds the DNS records of an identity"),
        ]
        if not sandbox:
            wanted.append(("Sandbox", 1.0, "The account is in the sandbox: only verified recipients get mail"))
        made = [self._alarm(scope, name, threshold, what) for name, threshold, what in wanted]
        return [*made, self._alarm(scope, "Watched", 1.0, "Nobody watches the account", silent=True)]

    def _alarm(
        self, scope: Construct, name: str, threshold: float, what: str, *, silent: bool = False
    ) -> cloudwatch.Alarm:
        at_least = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
        alarm = cloudwatch.Alarm(
            scope,
            name,
            metric=self.metric(name),
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD if silent else at_least,
            evaluation_periods=2 if silent else 1,
            treat_missing_data=(
                cloudwatch.TreatMissingData.BREACHING if silent else cloudwatch.TreatMissingData.IGNORE
            ),
            alarm_description=f"{what}. Runbook: {self._runbook}",
        )
        alarm.add_alarm_action(self._tell)
        return alarm


def _function(monitor: AccountMonitor) -> LambdaFunction:
    made = LambdaFunction(
        monitor,
        "WatchAccount",
        code="watch_account",
        description="Watches what AWS says about the SES account",
        # Not the function's own name, which would be a reference to itself.
        environment={"MONITOR": monitor.node.addr},
        timeout=cdk.Duration.minutes(2),
    )
    made.allow("ses:GetAccount", "ses:ListEmailIdentities", resources=["*"])
    put_own_metrics(made)
    acknowledge_any_resource(made, "None of these actions has a resource type; a condition holds the metrics.")
    return made


def _pass_messages_on(monitor: AccountMonitor, operators: sns.ITopic) -> None:
    from aws_cdk import aws_events_targets as targets

    topic = targets.SnsTopic(operators)
    # The status of a Health event is always "closed": it says that something happened, not that it is over.
    health = events.EventPattern(source=["aws.health"], detail={"service": ["SES"]})
    own = events.EventPattern(
        source=["aws.ses"],
        detail_type=events.Match.any_of(
            events.Match.prefix("Sending Status"), events.Match.prefix("Advisor Recommendation Status")
        ),
    )
    for id, pattern in (("Health", health), ("Advice", own)):
        events.Rule(monitor, id, event_pattern=pattern, targets=[topic])

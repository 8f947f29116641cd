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
from ses_constructs.shared.function_rule import invoke_by_rule
from ses_constructs.shared.setting_types import checks_types

from .alarms import NAMESPACE, Action, silence_alarm
from .heartbeat import acknowledge_any_resource, put_own_metrics
from .operators import Operators
from .runbook import Runbook
from .timing import check_interval

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_LIST_LIVES = 90
"""Days of a pause, then SES deletes the account's suppression list. Guide: Account-level suppression list."""
_EXPORT = (
    f"after {_LIST_LIVES} days of it SES deletes the suppression list. Keep a copy: "
    "aws sesv2 list-suppressed-destinations"
)


@checks_types
class AccountMonitor(Construct):
    """Tells people when AWS reviews or stops the account, when the quota runs out, or when an identity is lost.

    Spam traps, block lists and complaints to AWS move neither the bounce nor the complaint rate.

    Creates: a function on a schedule, which publishes metrics; eight alarms; two EventBridge rules, for
    AWS Health events about SES and for SES's own advice and changes of sending status.
    Costs or waits: seven metrics and eight alarms. One monitor is enough for an account in a region.

    Args:
        operators: Standard topic that people listen to.
        quota_percent: Share of the 24-hour quota that is worth a warning. Left out: 80.
        sandbox: Whether the account is meant to be in the sandbox still. Left out: no, and being there is alarmed.
        paused_days: After how many days of a pause of the account people are reminded: after 90 SES deletes the
            account's suppression list. Left out: 60.
        dedicated_ips: Adds what Microsoft says daily of the account's dedicated IP addresses (SNDS), of all of
            them the worst: three metrics and two alarms, on spam traps and on 90 % spam or more. Left out: no.
        every: Left out: 15 minutes.
        runbook: URL of your own runbook, up to 300 characters. Left out: the command that prints this package's.

    Raises:
        InvalidSettingError: for a share that is not between 1 and 100, days that are not between 1 and 89, an
            interval that no alarm knows, or a topic that alarms cannot use.
        ConflictingSettingsError: for a topic in another region.

    Guide: Monitoring your sender reputation; Account-level suppression list; SNDS metrics for dedicated IPs;
    API: GetAccount, ListEmailIdentities.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operators: sns.ITopic,
        quota_percent: float = 80,
        sandbox: bool = False,
        paused_days: int = 60,
        dedicated_ips: bool = False,
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
            if not 1 <= paused_days < _LIST_LIVES:
                raise InvalidSettingError(
                    "paused_days",
                    paused_days,
                    f"leaves no time: after {_LIST_LIVES} days of a pause SES deletes the suppression list",
                    fix=f"give 1 to {_LIST_LIVES - 1}, such as 60",
                    see="Account-level suppression list",
                )
            check_interval("every", every)
            self._runbook = Runbook(runbook)
            people = Operators(self, operators)
        made = _function(self, dedicated_ips=dedicated_ips)
        self.function: lambda_.Function = made.function
        self._every = every
        self._tell = Action(people.arn)
        before = people.admit_alarms()
        group = Construct(self, "Alarms")
        self.alarms: list[cloudwatch.Alarm] = self._alarms(
            group,
            quota_percent=quota_percent,
            sandbox=sandbox,
            paused_days=paused_days,
            dedicated_ips=dedicated_ips,
        )
        self.dedicated_ips = dedicated_ips
        group.node.add_dependency(*before)
        invoke_by_rule(
            self, "Schedule", self.function, every=every, description="Watches what AWS says about the SES account"
        )
        _pass_messages_on(self, operators)

    def metric(self, name: str, *, statistic: str = "Maximum") -> cloudwatch.Metric:
        """One of ``EnforcementLevel``, ``SendingPaused``, ``PausedDays``, ``Sandbox``, ``QuotaUsedPercent``,
        ``LostIdentities``, ``Watched``; with ``dedicated_ips`` also ``SNDSSpamRate``, ``SNDSComplaintRate``,
        ``SNDSTrapHits``.
        """
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={"Monitor": self.node.addr},
            statistic=statistic,
            period=self._every,
        )

    def _alarms(
        self, scope: Construct, *, quota_percent: float, sandbox: bool, paused_days: int, dedicated_ips: bool
    ) -> list[cloudwatch.Alarm]:
        wanted = [
            ("EnforcementLevel", 1.0, "AWS has the account under review (1) or has stopped it (2)"),
            ("SendingPaused", 1.0, "The account does not send: paused by a guard, by a person or by AWS"),
            ("PausedDays", paused_days, f"The account is paused; {_EXPORT}"),
            ("QuotaUsedPercent", quota_percent, f"{quota_percent:g} % of the 24-hour quota are used up"),
            ("LostIdentities", 1.0, "SES no longer finds the DNS records of an identity"),
        ]
        if not sandbox:
            wanted.append(("Sandbox", 1.0, "The account is in the sandbox: only verified recipients get mail"))
        if dedicated_ips:
            wanted.append(("SNDSTrapHits", 1.0, "Mail of a dedicated IP address reached spam traps of Microsoft"))
            # It knows three values: 0, 0.5 from 10 % on, 1 from 90 % on.
            wanted.append(("SNDSSpamRate", 1.0, "Microsoft takes 90 % of a dedicated IP address's mail for spam"))
        made = [self._alarm(scope, name, threshold, what) for name, threshold, what in wanted]
        failed = cloudwatch.Alarm(
            scope,
            "WatchErrors",
            metric=self.function.metric_errors(period=self._every),
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=2,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=self._described("WatchErrors", "Twice in a row the account could not be watched"),
        )
        failed.add_alarm_action(self._tell)
        described = self._described("Watched", "Nobody watches the account")
        silent = silence_alarm(scope, "Watched", self.metric("Watched"), tell=self._tell, description=described)
        return [*made, failed, silent]

    def _alarm(self, scope: Construct, name: str, threshold: float, what: str) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            scope,
            name,
            metric=self.metric(name),
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
            alarm_description=self._described(name, what),
        )
        alarm.add_alarm_action(self._tell)
        return alarm

    def _described(self, alarm: str, what: str) -> str:
        return self._runbook.after(f"{what}.", alarm)


def _function(monitor: AccountMonitor, *, dedicated_ips: bool) -> LambdaFunction:
    made = LambdaFunction(
        monitor,
        "WatchAccount",
        code="watch_account",
        description="Watches what AWS says about the SES account",
        # Not the function's own name, which would be a reference to itself.
        environment={"MONITOR": monitor.node.addr, "SNDS": "yes" if dedicated_ips else "no"},
        timeout=cdk.Duration.minutes(2),
    )
    reads = ["cloudwatch:GetMetricStatistics", *(["cloudwatch:ListMetrics"] if dedicated_ips else [])]
    made.allow("ses:GetAccount", "ses:ListEmailIdentities", *reads, resources=["*"])
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

"""Sees to it that a rule set stays the active one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared import Aws, LambdaFunction, located
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.topics import check_topic
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .activation import ActivationMode
from .active_receipt_rule_set import ActiveReceiptRuleSet
from .rule_set import ReceiptRuleSet

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_sns as sns

    from ses_constructs.shared.told_alarm import Measure

NAMESPACE = "SesConstructs"
_METRIC = "RuleSetInactive"
_SHORTEST_MINUTES = 1
_WHY_ALL_RESOURCES = (
    "IAM has no resource type for receipt rule sets, nor for cloudwatch:PutMetricData, which a condition limits"
)


@checks_types
class ActiveRuleSetMonitor(Construct):
    """Looks at fixed intervals whether a rule set is active, activates it again if not, and alarms.

    One call by anybody in the account activates another set, or none, and no rule of ours sees a message until
    the next deployment that changes the activation. While CloudFormation works on the stack the monitor waits.

    Creates: a function with a schedule, and two alarms: the set was found inactive; the monitor itself fails.
    Costs: two alarms and one custom metric.

    Args:
        rule_set: What to look at.
        operators: Gets the alarms. It lets them in by itself.
        every: Left out: 5 minutes; at least 1.
        restore: False only tells. Left out: true, except for a set that joins others, of which another may be
            active with good reason.

    Raises:
        InvalidSettingError: for a shorter interval, or a topic that alarms cannot reach.
        ConflictingSettingsError: for a set that is off or in another stack, or restoring one that joins.

    Guide: Email receiving concepts (receipt rule sets).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        rule_set: ReceiptRuleSet | ActiveReceiptRuleSet,
        operators: sns.ITopic,
        every: cdk.Duration | None = None,
        restore: bool | None = None,
    ) -> None:
        every = every if every is not None else cdk.Duration.minutes(5)
        with located(scope, id):
            _check_stack(scope, rule_set)
            restores = _checked_restoring(rule_set, restore)
            _check_interval(every)
            check_topic("operators", operators)
        super().__init__(scope, id)
        self._every = every
        self._monitor: str = cdk.Names.unique_resource_name(self, max_length=255)
        self.function = self._function(rule_set.receipt_rule_set_name, restores)
        """The function that looks."""
        # Deleted in the opposite order: it must not bring back what the stack is giving up.
        self._schedule().node.add_dependency(rule_set)
        self.alarm = self._alarm_on_rule_set(operators)
        """Fires when the set was found inactive, also if it was activated again at once."""
        self._alarm_on_errors(operators)

    def metric_inactive(self) -> cloudwatch.Metric:
        """1 when the set was found inactive, else 0."""
        from aws_cdk import aws_cloudwatch as cloudwatch

        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=_METRIC,
            dimensions_map={"Monitor": self._monitor},
            period=self._every,
            statistic="Maximum",
        )

    def _function(self, rule_set: str, restores: bool) -> LambdaFunction:
        from aws_cdk import aws_iam as iam

        stack_id = Aws.of(self).stack.stack_id
        function = LambdaFunction(
            self,
            "KeepRuleSetActive",
            code="keep_rule_set_active",
            description="Looks whether an Amazon SES receipt rule set is active",
            environment={
                "MONITOR": self._monitor,
                "NAMESPACE": NAMESPACE,
                "RESTORE": "yes" if restores else "no",
                "RULE_SET": rule_set,
                "STACK_ID": stack_id,
            },
            timeout=cdk.Duration.minutes(2),
        )
        actions = ["ses:DescribeActiveReceiptRuleSet"]
        if restores:
            actions.append("ses:SetActiveReceiptRuleSet")
        function.allow(*actions, resources=["*"])
        function.allow("cloudformation:DescribeStacks", resources=[stack_id])
        function.role.add_to_policy(
            iam.PolicyStatement(
                actions=["cloudwatch:PutMetricData"],
                resources=["*"],
                conditions={"StringEquals": {"cloudwatch:namespace": NAMESPACE}},
            )
        )
        acknowledge_wildcard(function.role, "*", _WHY_ALL_RESOURCES)
        return function

    def _schedule(self) -> Construct:
        from aws_cdk import aws_events as events
        from aws_cdk import aws_events_targets as targets

        target = targets.LambdaFunction(self.function.function)
        return events.Rule(self, "Schedule", schedule=events.Schedule.rate(self._every), targets=[target])

    def _alarm_on_rule_set(self, operators: sns.ITopic) -> cloudwatch.CfnAlarm:
        from ses_constructs.shared.told_alarm import Measure

        measure = Measure(
            namespace=NAMESPACE,
            name=_METRIC,
            dimensions={"Monitor": self._monitor},
            statistic="Maximum",
            at_least=1,
            period=self._every,
        )
        what = "An Amazon SES receipt rule set was found inactive: mail met other rules, or was refused."
        return self._tell(operators, "Inactive", measure, what)

    def _alarm_on_errors(self, operators: sns.ITopic) -> None:
        from ses_constructs.shared.told_alarm import Measure

        measure = Measure(
            namespace="AWS/Lambda",
            name="Errors",
            dimensions={"FunctionName": self.function.function.function_name},
            statistic="Sum",
            at_least=1,
            period=self._every,
        )
        what = "The function that looks whether an Amazon SES receipt rule set is active fails."
        self._tell(operators, "Failing", measure, what)

    def _tell(self, operators: sns.ITopic, id: str, measure: Measure, what: str) -> cloudwatch.CfnAlarm:
        # Imported only where an alarm is made: aws_cloudwatch takes time to load.
        from ses_constructs.shared.told_alarm import tell_when

        where = f"Log group {self.function.log_group.log_group_name} says more."
        return tell_when(self, id, measure=measure, operators=operators, what=f"{what} {where}")


def _check_stack(scope: Construct, rule_set: Construct) -> None:
    if Aws.of(scope).stack is not Aws.of(rule_set).stack:
        raise ConflictingSettingsError(
            f"{rule_set.node.path!r} is in another stack, and the monitor waits for deployments of its own alone",
            fix="put the monitor into the stack of the rule set",
        )


def _checked_restoring(rule_set: ReceiptRuleSet | ActiveReceiptRuleSet, restore: bool | None) -> bool:
    mode = rule_set.activation_mode
    if mode is ActivationMode.OFF:
        raise ConflictingSettingsError(
            f"{rule_set.node.path!r} is off, and nothing makes it active",
            fix="give the ActiveReceiptRuleSet that activates it, or another activation",
            see="Email receiving concepts",
        )
    joins = mode is ActivationMode.JOIN
    if joins and restore:
        raise ConflictingSettingsError(
            f"{rule_set.node.path!r} joins the set of somebody else, and restore=True would undo their choice",
            fix="leave restore out, to be told only",
            see="Email receiving concepts",
        )
    return restore if restore is not None else not joins


def _check_interval(every: cdk.Duration) -> None:
    if every.is_unresolved() or every.to_seconds() % 60 or every.to_minutes() < _SHORTEST_MINUTES:
        raise InvalidSettingError(
            "every",
            every.to_string(),
            "is not whole minutes, of which 1 is the least",
            fix="give a time such as Duration.minutes(5)",
        )

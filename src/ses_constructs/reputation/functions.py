"""The functions that change something: one pauses and fails loudly, one resumes when people invoke it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.shared import Aws, LambdaFunction, located
from ses_constructs.shared.lambda_code import ALARM_EVENTS

from .drill import Drill
from .heartbeat import acknowledge_alarms, acknowledge_any_resource
from .operators import Operators
from .room import check_room
from .watched import Watched

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_sqs as sqs

_ALARM_ACTIONS = "lambda.alarms.cloudwatch.amazonaws.com"
"""The principal by which CloudWatch alarms invoke functions. CloudWatch guide: Invoke a Lambda function."""
_ACCOUNT_ACTIONS = ("ses:GetAccount", "ses:PutAccountSendingAttributes")
_SET_ACTIONS = ("ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions")
_TENANT_ACTIONS = ("ses:GetReputationEntity", "ses:UpdateReputationEntityCustomerManagedStatus")
_HISTORY_DAYS = 3653
"""Ten years: the two functions' logs say who paused or resumed what, when and why."""
_TIMEOUT_MINUTES = 2
"""Each of four calls may be tried five times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSettings:
    """What the pause function is told besides what it watches.

    Args:
        resume_command: With ``<target>`` for what to resume.
        runbook: Where people read on.
        dry_run: Tells people, and pauses nothing.
        confirm: Asks CloudWatch before it believes an event.
    """

    resume_command: str
    runbook: str
    dry_run: bool
    confirm: bool

    def environment(self) -> dict[str, str]:
        """Environment variables."""
        return {
            "RESUME_COMMAND": self.resume_command,
            "RUNBOOK": self.runbook,
            "DRY_RUN": "yes" if self.dry_run else "no",
            "CONFIRM": "yes" if self.confirm else "no",
        }


def resume_function(
    guard: Construct, *, watched: list[Watched], people: Operators, keep: cdk.RemovalPolicy
) -> LambdaFunction:
    """Resumes what the guard watches, and nothing else."""
    made = LambdaFunction(
        guard,
        "ResumeSending",
        code="resume_sending",
        description="Resumes Amazon SES sending when an operator invokes it",
        environment=_environment(watched, people),
        timeout=cdk.Duration.minutes(_TIMEOUT_MINUTES),
    )
    _keep_history(made, keep)
    people.grant_publish(made)
    arns, tenants = _arns(watched)
    _allow(made, sets=arns if not tenants else [], tenants=tenants)
    if arns:
        # The answer says whether mail flows, which the account may prevent.
        made.allow("ses:GetAccount", resources=["*"])
        acknowledge_any_resource(made, "ses:GetAccount has no resource type.")
    return made


def pause_function(
    guard: Construct,
    *,
    watched: list[Watched],
    people: Operators,
    queue: sqs.IQueue,
    drill: Drill,
    settings: PauseSettings,
    keep: cdk.RemovalPolicy,
) -> LambdaFunction:
    """Pauses what the guard watches, and its drill; an event that fails three times goes to the queue."""
    variables = {
        "ALARMS": Aws.of(guard).arn("cloudwatch", "alarm:"),
        "DRILL_SET": drill.set_name,
        "DRILL_TENANT": drill.tenant_arn or "",
        "DRILL_TOPIC": drill.topic.topic_arn,
        **settings.environment(),
    }
    with located(guard):
        check_room(guard, watched, {**_environment([], people), **variables})
    made = LambdaFunction(
        guard,
        "PauseSending",
        code="pause_sending",
        modules=ALARM_EVENTS,
        description="Pauses Amazon SES sending when a reputation alarm fires",
        environment={
            **_environment(watched, people),
            **variables,
        },
        timeout=cdk.Duration.minutes(_TIMEOUT_MINUTES),
        dead_letter_queue=queue,
    )
    _keep_history(made, keep)
    people.grant_publish(made)
    drill.topic.grant_publish(made.role)
    arns, tenants = _arns(watched)
    # In one statement with what is guarded: who takes a right away from these is heard by the drill.
    if drill.tenant_arn is not None:
        _allow(made, sets=[], tenants=[*tenants, drill.tenant_arn])
        # What is paused is the tenant; the heartbeat looks at its set, whose metrics may be off.
        made.allow("ses:GetConfigurationSet", resources=arns)
    else:
        _allow(made, sets=[*arns, drill.set_arn], tenants=[])
    if not arns:
        _allow(made, sets=[], tenants=[])
    made.allow("sns:GetTopicAttributes", resources=[people.arn])
    if settings.confirm:
        alarms = Aws.of(guard).arn("cloudwatch", "alarm:*")
        made.allow("cloudwatch:DescribeAlarms", resources=[alarms])
        acknowledge_alarms(made, guard, "The alarms name this function: it cannot name them in turn.")
    return made


def dead_letter_queue(guard: Construct) -> sqs.Queue:
    """Keeps the events that could not be dealt with, for 14 days."""
    from aws_cdk import aws_sqs as sqs

    return sqs.Queue(
        guard,
        "DeadLetterQueue",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=cdk.Duration.days(14),
    )


def admit_alarms(guard: Construct, function: lambda_.IFunction) -> lambda_.CfnPermission:
    """Lets the alarms of this account and region invoke the pause function.

    One permission for all of them: one each would outgrow the function's policy at some 60 alarms. Which of them
    pause is decided by the function, from the metric and the list of sets.
    """
    from aws_cdk import aws_lambda as lambda_

    aws = Aws.of(guard)
    permission = lambda_.CfnPermission(
        guard,
        "AdmitAlarms",
        action="lambda:InvokeFunction",
        function_name=function.function_arn,
        principal=_ALARM_ACTIONS,
        source_account=aws.account,
        source_arn=aws.arn("cloudwatch", "alarm:*"),
    )
    cdk.Validations.of(permission).acknowledge(
        cdk.Acknowledgment(
            id="CloudFormation-Validate::W9002",
            reason="names no single alarm, and is made of pseudo parameters; it only begins like a fixed ARN",
        )
    )
    return permission


def _environment(watched: list[Watched], people: Operators) -> dict[str, str]:
    return {
        "GUARDED_ACCOUNT": "yes" if any(one.is_account for one in watched) else "no",
        "GUARDED_SETS": ",".join(one.set_name for one in watched if not one.is_account),
        "GUARDED_TENANTS": ",".join(f"{one.set_name}={one.tenant_arn}" for one in watched if one.tenant_arn),
        "OPERATORS_TOPIC": people.arn,
    }


def _keep_history(function: LambdaFunction, keep: cdk.RemovalPolicy) -> None:
    from aws_cdk import aws_logs as logs

    group = function.log_group.node.default_child
    assert isinstance(group, logs.CfnLogGroup)
    group.retention_in_days = _HISTORY_DAYS
    function.log_group.apply_removal_policy(keep)


def _arns(watched: list[Watched]) -> tuple[list[str], list[str]]:
    """Of the sets, and of the tenants that are paused in their place; for the account neither."""
    sets = [one.arn for one in watched if one.arn is not None]
    return sets, [one.tenant_arn for one in watched if one.tenant_arn is not None]


def _allow(function: LambdaFunction, *, sets: list[str], tenants: list[str]) -> None:
    """Lets a function read and switch these tenants, these sets, or, without any, the account."""
    if tenants:
        function.allow(*_TENANT_ACTIONS, resources=tenants)
        return
    if sets:
        function.allow(*_SET_ACTIONS, resources=sets)
        return
    function.allow(*_ACCOUNT_ACTIONS, resources=["*"])
    acknowledge_any_resource(function, "ses:GetAccount and ses:PutAccountSendingAttributes have no resource type.")

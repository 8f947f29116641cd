"""The heartbeat: a schedule that sends an event without an alarm through the pause function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_events as events
from constructs import Construct

from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .alarms import NAMESPACE

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_


def beat(guard: Construct, *, pause: lambda_.Function, every: cdk.Duration, dry_run: bool) -> LambdaFunction:
    """The check function and its schedule."""
    made = LambdaFunction(
        guard,
        "CheckGuard",
        code="check_guard",
        description="Checks that the reputation guard would pause",
        environment={
            # By its name, and by the ARN that alarms have among their actions.
            "PAUSE_FUNCTION": pause.function_name,
            "PAUSE_FUNCTION_ARN": pause.function_arn,
            "GUARD": pause.function_name,
            "DRY_RUN": "yes" if dry_run else "no",
        },
        # The pause function takes up to two minutes, and this one has more to do.
        timeout=cdk.Duration.minutes(4),
    )
    made.allow("lambda:InvokeFunction", resources=[pause.function_arn])
    made.allow("cloudwatch:DescribeAlarms", resources=[Aws.of(guard).arn("cloudwatch", "alarm:*")])
    acknowledge_alarms(made, guard, "Which alarms are firing can only be asked of all alarms.")
    put_own_metrics(made)
    acknowledge_any_resource(
        made, "cloudwatch:PutMetricData has no resource type; a condition holds it to one namespace."
    )
    schedule(guard, made.function, every, description="Checks that the reputation guard would pause")
    return made


def put_own_metrics(function: LambdaFunction) -> None:
    """Lets a function put metrics into this package's namespace."""
    from aws_cdk import aws_iam as iam

    function.role.add_to_policy(
        iam.PolicyStatement(
            actions=["cloudwatch:PutMetricData"],
            resources=["*"],
            conditions={"StringEquals": {"cloudwatch:namespace": NAMESPACE}},
        )
    )


def acknowledge_alarms(function: LambdaFunction, guard: Construct, reason: str) -> None:
    """Says why a function's policy names all alarms of the account and region."""
    acknowledge_wildcard(function.role, Aws.of(guard).arn("cloudwatch", "alarm:*"), reason)


def acknowledge_any_resource(function: LambdaFunction, reason: str) -> None:
    """Says why a function's policy names no resource."""
    acknowledge_wildcard(function.role, "*", reason)


def schedule(scope: Construct, function: lambda_.Function, every: cdk.Duration, *, description: str) -> None:
    """Invokes a function again and again."""
    from aws_cdk import aws_lambda as lambda_

    rule = events.CfnRule(
        scope,
        "Schedule",
        description=description,
        schedule_expression=events.Schedule.rate(every).expression_string,
        targets=[events.CfnRule.TargetProperty(id="Function", arn=function.function_arn)],
    )
    lambda_.CfnPermission(
        scope,
        "AdmitSchedule",
        action="lambda:InvokeFunction",
        function_name=function.function_arn,
        principal="events.amazonaws.com",
        source_arn=rule.attr_arn,
    )

"""The heartbeat: a schedule that sends an event without an alarm through the pause function."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from ses_constructs.shared import Aws, LambdaFunction
from ses_constructs.shared.function_rule import invoke_by_rule
from ses_constructs.shared.wildcards import acknowledge_wildcard

from .alarms import NAMESPACE

_DRILL_SECONDS = 60
"""For CloudWatch and Lambda to get from an alarm to a pause; mostly it takes a few."""


def beat(
    guard: Construct,
    *,
    pause: LambdaFunction,
    drill: cloudwatch.Alarm,
    every: cdk.Duration,
    dry_run: bool,
    account: bool,
) -> LambdaFunction:
    """The check function and its schedule.

    Args:
        drill: The alarm that each heartbeat sets off.
        account: Whether the account is what is paused; whether that is allowed then IAM is asked.
    """
    arn, name = pause.function.function_arn, pause.function.function_name
    made = LambdaFunction(
        guard,
        "CheckGuard",
        code="check_guard",
        description="Checks that the reputation guard would pause",
        environment={
            # By its name, and by the ARN that alarms have among their actions.
            "PAUSE_FUNCTION": name,
            "PAUSE_FUNCTION_ARN": arn,
            "PAUSES_ACCOUNT_AS": pause.role.role_arn if account else "",
            "GUARD": name,
            "DRILL_ALARM": drill.alarm_name,
            "DRILL_SECONDS": str(_DRILL_SECONDS),
            "DRY_RUN": "yes" if dry_run else "no",
        },
        # The pause function takes up to two minutes, and is asked three times; a drill takes another one.
        timeout=cdk.Duration.minutes(8),
    )
    made.allow("lambda:InvokeFunction", resources=[arn])
    if account:
        made.allow("iam:SimulatePrincipalPolicy", resources=[pause.role.role_arn])
    made.allow("cloudwatch:SetAlarmState", resources=[drill.alarm_arn])
    made.allow("cloudwatch:DescribeAlarms", resources=[Aws.of(guard).arn("cloudwatch", "alarm:*")])
    acknowledge_alarms(made, guard, "Which alarms are firing can only be asked of all alarms.")
    put_own_metrics(made)
    acknowledge_any_resource(
        made, "cloudwatch:PutMetricData has no resource type; a condition holds it to one namespace."
    )
    invoke_by_rule(
        guard, "Schedule", made.function, every=every, description="Checks that the reputation guard would pause"
    )
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

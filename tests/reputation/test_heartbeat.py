"""The heartbeat: who beats, how often, and what the check may do."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.reputation import GuardScope, ReputationGuard

from .conftest import OfType, filled


@pytest.fixture
def guard(stack: cdk.Stack, operators: sns.Topic) -> ReputationGuard:
    return ReputationGuard(
        stack, "Guard", watch=GuardScope.account(), operators=operators, heartbeat=cdk.Duration.minutes(10)
    )


def test_a_schedule_invokes_the_check_and_the_alarm_waits_two_beats(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    (rule,) = of_type(stack, "AWS::Events::Rule").values()
    assert rule["Properties"]["ScheduleExpression"] == "rate(10 minutes)"
    check = stack.resolve(guard.check_function.function_arn)
    assert [target["Arn"] for target in rule["Properties"]["Targets"]] == [check]
    permissions = [one["Properties"] for one in of_type(stack, "AWS::Lambda::Permission").values()]
    (admitted,) = [one for one in permissions if one["Principal"] == "events.amazonaws.com"]
    assert admitted["FunctionName"] == check
    assert admitted["SourceArn"]["Fn::GetAtt"][1] == "Arn"
    alarms = of_type(stack, "AWS::CloudWatch::Alarm").values()
    (silence,) = [one["Properties"] for one in alarms if one["Properties"].get("MetricName") == "Heartbeat"]
    assert (silence["Period"], silence["EvaluationPeriods"]) == (600, 2)


def test_the_check_may_invoke_the_pause_look_at_alarms_and_put_its_own_metrics(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    policies = of_type(stack, "AWS::IAM::Policy")
    (policy,) = [one for id, one in policies.items() if "CheckGuard" in id]
    listed = {str(one["Action"]): one for one in policy["Properties"]["PolicyDocument"]["Statement"]}
    logs = "['logs:CreateLogStream', 'logs:PutLogEvents']"
    invoke, describe, put = "lambda:InvokeFunction", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricData"
    assert set(listed) == {logs, invoke, describe, put}
    assert listed[invoke]["Resource"] == stack.resolve(guard.pause_function.function_arn)
    assert filled(listed[describe]["Resource"]).endswith(":alarm:*")
    assert listed[put]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "SesConstructs"}}

"""The heartbeat: who beats, how often, and what the check may do."""

from __future__ import annotations

import re
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.lambdas.check_guard import handler as checking
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


def test_the_check_may_invoke_the_pause_set_the_drill_off_look_at_alarms_and_put_its_own_metrics(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    policies = of_type(stack, "AWS::IAM::Policy")
    (policy,) = [one for id, one in policies.items() if "CheckGuard" in id]
    listed = {str(one["Action"]): one for one in policy["Properties"]["PolicyDocument"]["Statement"]}
    logs = "['logs:CreateLogStream', 'logs:PutLogEvents']"
    invoke, describe, put = "lambda:InvokeFunction", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricData"
    simulate = "iam:SimulatePrincipalPolicy"
    assert set(listed) == {logs, invoke, describe, put, simulate, "cloudwatch:SetAlarmState"}
    (role,) = (id for id in of_type(stack, "AWS::IAM::Role") if id.startswith("GuardPauseSending"))
    assert listed[simulate]["Resource"] == {"Fn::GetAtt": [role, "Arn"]}
    assert listed["cloudwatch:SetAlarmState"]["Resource"] == stack.resolve(guard.drill_alarm.alarm_arn)
    assert listed[invoke]["Resource"] == stack.resolve(guard.pause_function.function_arn)
    assert filled(listed[describe]["Resource"]).endswith(":alarm:*")
    assert listed[put]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "SesConstructs"}}


def test_the_check_of_sets_asks_iam_nothing(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(receipts), operators=operators)
    assert "iam:SimulatePrincipalPolicy" not in str(of_type(stack, "AWS::IAM::Policy"))


def test_the_check_reads_exactly_what_the_template_gives(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    (check,) = (one for id, one in of_type(stack, "AWS::Lambda::Function").items() if "CheckGuard" in id)
    read = set(re.findall(r'os\.environ\["(\w+)"\]', Path(checking.__file__).read_text()))
    assert set(check["Properties"]["Environment"]["Variables"]) == read

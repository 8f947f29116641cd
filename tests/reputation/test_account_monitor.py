"""The account monitor: its alarms, its rules, and what its function may do."""

from __future__ import annotations

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import AccountMonitor

from .conftest import OfType

ALARM = "AWS::CloudWatch::Alarm"


def test_each_metric_of_the_function_has_its_alarm(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    monitor = AccountMonitor(stack, "Monitor", operators=operators, quota_percent=70)
    found = {one["Properties"]["MetricName"]: one["Properties"] for one in of_type(stack, ALARM).values()}
    assert {name: one["Threshold"] for name, one in found.items()} == {
        "EnforcementLevel": 1,
        "SendingPaused": 1,
        "PausedDays": 60,
        "QuotaUsedPercent": 70,
        "LostIdentities": 1,
        "Sandbox": 1,
        "Watched": 1,
        "Errors": 1,
    }
    assert len(monitor.alarms) == 8
    (function,) = of_type(stack, "AWS::Lambda::Function").values()
    monitored = function["Properties"]["Environment"]["Variables"]["MONITOR"]
    for name, one in found.items():
        section = "WatchErrors" if name == "Errors" else name
        assert one["AlarmDescription"].endswith(
            f". Runbook: python -m ses_constructs.reputation runbook {section}"
        )
        if name == "Errors":
            assert (one["EvaluationPeriods"], one["TreatMissingData"]) == (2, "notBreaching")
            continue
        assert one["Dimensions"] == [{"Name": "Monitor", "Value": monitored}]
        assert one["AlarmActions"] == [stack.resolve(operators.topic_arn)]
        silence = ("LessThanThreshold", "missing", 2)
        rule = (one["ComparisonOperator"], one["TreatMissingData"], one["EvaluationPeriods"])
        assert (rule == silence) is (name == "Watched")


def test_an_account_that_is_meant_to_be_in_the_sandbox_is_not_alarmed_about(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    AccountMonitor(stack, "Monitor", operators=operators, sandbox=True)
    assert "Sandbox" not in {one["Properties"]["MetricName"] for one in of_type(stack, ALARM).values()}


def test_aws_s_own_messages_go_to_the_operators(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    AccountMonitor(stack, "Monitor", operators=operators)
    rules = [one["Properties"] for one in of_type(stack, "AWS::Events::Rule").values()]
    patterns = [one["EventPattern"] for one in rules if "EventPattern" in one]
    assert {"source": ["aws.health"], "detail": {"service": ["SES"]}} in patterns
    (own,) = [one for one in patterns if one["source"] == ["aws.ses"]]
    assert own["detail-type"] == [{"prefix": "Sending Status"}, {"prefix": "Advisor Recommendation Status"}]
    topic = stack.resolve(operators.topic_arn)
    assert [[target["Arn"] for target in one["Targets"]] for one in rules if "EventPattern" in one] == [
        [topic]
    ] * 2
    (policy,) = of_type(stack, "AWS::SNS::TopicPolicy").values()
    assert "events.amazonaws.com" in json.dumps(policy)


def test_the_function_may_read_and_put_its_metrics(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    AccountMonitor(stack, "Monitor", operators=operators, every=cdk.Duration.minutes(5))
    (policy,) = of_type(stack, "AWS::IAM::Policy").values()
    allowed = json.dumps([one["Action"] for one in policy["Properties"]["PolicyDocument"]["Statement"]])
    assert allowed.count("ses:") == 2
    assert "ses:GetAccount" in allowed
    assert "ses:ListEmailIdentities" in allowed
    assert "cloudwatch:PutMetricData" in allowed
    rules = [one["Properties"].get("ScheduleExpression") for one in of_type(stack, "AWS::Events::Rule").values()]
    assert "rate(5 minutes)" in rules


@pytest.mark.parametrize("share", [0, 0.8, 101, -1])
def test_a_share_that_is_none_is_refused(share: float, stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(InvalidSettingError, match=r"quota_percent=.* is no share(.|\n)*at:  Mail/Monitor"):
        AccountMonitor(stack, "Monitor", operators=operators, quota_percent=share)


@pytest.mark.parametrize("days", [0, 90, 365])
def test_a_reminder_that_comes_too_late_is_refused(days: int, stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(InvalidSettingError, match=r"paused_days=.* leaves no time: after 90 days"):
        AccountMonitor(stack, "Monitor", operators=operators, paused_days=days)


def test_the_reminder_says_what_is_lost_and_how_to_keep_it(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    AccountMonitor(stack, "Monitor", operators=operators, paused_days=30)
    (alarm,) = [
        one["Properties"]
        for one in of_type(stack, ALARM).values()
        if one["Properties"]["MetricName"] == "PausedDays"
    ]
    assert alarm["Threshold"] == 30
    assert "after 90 days of it SES deletes the suppression list" in alarm["AlarmDescription"]
    assert "aws sesv2 list-suppressed-destinations" in alarm["AlarmDescription"]


def test_dedicated_addresses_are_watched_when_asked_for(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    monitor = AccountMonitor(stack, "Monitor", operators=operators, dedicated_ips=True)
    thresholds = {
        one["Properties"]["MetricName"]: one["Properties"]["Threshold"] for one in of_type(stack, ALARM).values()
    }
    assert {name: value for name, value in thresholds.items() if "SNDS" in name} == {
        "SNDSTrapHits": 1,
        "SNDSSpamRate": 1,
    }
    assert len(monitor.alarms) == 10
    (function,) = of_type(stack, "AWS::Lambda::Function").values()
    assert function["Properties"]["Environment"]["Variables"]["SNDS"] == "yes"
    assert "cloudwatch:ListMetrics" in json.dumps(of_type(stack, "AWS::IAM::Policy"))


def test_an_interval_that_no_alarm_knows_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(InvalidSettingError, match="every=.* is no period for an alarm"):
        AccountMonitor(stack, "Monitor", operators=operators, every=cdk.Duration.seconds(90))

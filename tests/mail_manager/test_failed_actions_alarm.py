"""An action that fails is told of."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import FailedActionsAlarm, MailManagerLog, RuleSet
from tests.mail_manager.reading import the


def alarm(stack: cdk.Stack, *, fifo: bool = False, logged: bool = True) -> FailedActionsAlarm:
    rules = RuleSet.from_rule_set_id(stack, "Rules", "rs-1")
    other = RuleSet.from_rule_set_id(stack, "Other", "rs-2")
    log = MailManagerLog(stack, "Log", rule_sets=[rules])
    operators = sns.Topic(stack, "Operators", enforce_ssl=True, fifo=fifo or None)
    return FailedActionsAlarm(stack, "Failed", log=log, rule_set=rules if logged else other, operators=operators)


def test_one_failure_in_five_minutes_alarms_operators(stack: cdk.Stack) -> None:
    alarm(stack)
    made = the(stack, "AWS::CloudWatch::Alarm")
    assert (made["Period"], made["EvaluationPeriods"], made["Threshold"]) == (300, 1, 1)
    assert (made["ComparisonOperator"], made["TreatMissingData"]) == (
        "GreaterThanOrEqualToThreshold",
        "notBreaching",
    )
    assert (made["Namespace"], made["MetricName"]) == ("SesConstructs/MailManager", "FailedActions")
    (dimension,) = made["Dimensions"]
    assert dimension["Name"] == "ResourceArn"
    assert "mailmanager-rule-set/rs-1" in str(dimension["Value"])
    assert made["AlarmActions"] == made["OKActions"] != []


def test_the_topic_lets_the_alarm_in(stack: cdk.Stack) -> None:
    alarm(stack)
    (policy,) = Template.from_stack(stack).find_resources("AWS::SNS::TopicPolicy").values()
    assert "cloudwatch.amazonaws.com" in str(policy)


def test_a_topic_that_alarms_cannot_reach_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="operators=") as caught:
        alarm(stack, fifo=True)
    assert caught.value.at == "Mail/Failed"


def test_a_rule_set_that_nothing_counts_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="what Mail/Other does is not written to Mail/Log"):
        alarm(stack, logged=False)

"""Silence is told of."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import IngressPoint, MailManagerLog, SilenceAlarm
from tests.mail_manager.reading import the


def alarm(stack: cdk.Stack, after: cdk.Duration | None = None, *, fifo: bool = False) -> SilenceAlarm:
    point = IngressPoint.from_ingress_point_id(stack, "Point", "inp-1")
    log = MailManagerLog(stack, "Log", ingress_points=[point])
    operators = sns.Topic(stack, "Operators", enforce_ssl=True, fifo=fifo or None)
    return SilenceAlarm(stack, "Silence", log=log, ingress_point=point, operators=operators, after=after)


def test_six_hours_without_an_entry_alarm_operators(stack: cdk.Stack) -> None:
    alarm(stack)
    made = the(stack, "AWS::CloudWatch::Alarm")
    assert (made["Period"], made["EvaluationPeriods"], made["Threshold"]) == (3600, 6, 1)
    assert (made["ComparisonOperator"], made["TreatMissingData"]) == ("LessThanThreshold", "breaching")
    assert (made["Namespace"], made["MetricName"]) == ("SesConstructs/MailManager", "Messages")
    (dimension,) = made["Dimensions"]
    assert dimension["Name"] == "ResourceArn"
    assert "mailmanager-ingress-point/inp-1" in str(dimension["Value"])
    assert made["AlarmActions"] == made["OKActions"] != []


def test_the_topic_lets_the_alarm_in(stack: cdk.Stack) -> None:
    alarm(stack)
    (policy,) = Template.from_stack(stack).find_resources("AWS::SNS::TopicPolicy").values()
    assert "cloudwatch.amazonaws.com" in str(policy)


@pytest.mark.parametrize("hours", [1, 168])
def test_an_hour_to_seven_days(stack: cdk.Stack, hours: int) -> None:
    alarm(stack, cdk.Duration.hours(hours))
    assert the(stack, "AWS::CloudWatch::Alarm")["EvaluationPeriods"] == hours


@pytest.mark.parametrize("after", [cdk.Duration.minutes(30), cdk.Duration.minutes(90), cdk.Duration.hours(169)])
def test_other_times_are_refused(stack: cdk.Stack, after: cdk.Duration) -> None:
    with pytest.raises(InvalidSettingError, match="after=") as caught:
        alarm(stack, after)
    assert caught.value.at == "Mail/Silence"


def test_a_topic_that_alarms_cannot_reach_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="operators="):
        alarm(stack, fifo=True)


def test_an_ingress_point_that_nothing_counts_is_refused(stack: cdk.Stack) -> None:
    logged = IngressPoint.from_ingress_point_id(stack, "Logged", "inp-1")
    other = IngressPoint.from_ingress_point_id(stack, "Other", "inp-2")
    log = MailManagerLog(stack, "Log", ingress_points=[logged])
    operators = sns.Topic(stack, "Operators")
    with pytest.raises(ConflictingSettingsError, match="mail of Mail/Other is not written to Mail/Log"):
        SilenceAlarm(stack, "Silence", log=log, ingress_point=other, operators=operators)
    with pytest.raises(ConflictingSettingsError, match="nothing counts it") as caught:
        log.metric_bytes(other)
    assert caught.value.at == "Mail/Log"

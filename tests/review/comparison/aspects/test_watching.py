"""Alarms, and what they set off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = Callable[[str, str], dict[str, list[str]]]
ALARM = """
Bounces: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/SES, MetricName: Reputation.BounceRate,
  Dimensions: [{Name: 'ses:configuration-set', Value: mail}], Threshold: 0.05, EvaluationPeriods: 1, Period: 300,
  DatapointsToAlarm: 1, ComparisonOperator: GreaterThanOrEqualToThreshold, TreatMissingData: ignore,
  Statistic: Maximum, AlarmActions: [!GetAtt Pause.Arn, !Ref Topic]}}
"""
PAUSE = """
Topic: {Type: AWS::SNS::Topic}
Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [
  {Effect: Allow, Action: ses:PutConfigurationSetSendingOptions, Resource: '*'}]}}]}}
Pause: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
"""
GUARDED = ALARM + PAUSE


@pytest.mark.parametrize(
    ("was", "becomes", "text"),
    [
        ("Threshold: 0.05", "Threshold: 0.2", "Threshold changes from 0.05 to 0.2"),
        ("EvaluationPeriods: 1", "EvaluationPeriods: 3", "EvaluationPeriods changes from 1 to 3"),
        ("DatapointsToAlarm: 1", "DatapointsToAlarm: 2", "DatapointsToAlarm changes from 1 to 2"),
        ("Period: 300", "Period: 3600", "Period changes from 300 to 3600"),
        ("ignore", "notBreaching", "TreatMissingData changes from ignore to notBreaching"),
        (", !Ref Topic]", "]", "it no longer sets off ${Topic}"),
        ("AlarmActions", "ActionsEnabled: false, AlarmActions", "its actions are switched off"),
    ],
)
def test_a_looser_alarm_is_told(told: Told, was: str, becomes: str, text: str) -> None:
    assert text in told(GUARDED, GUARDED.replace(was, becomes))["alarm-loosened"]


@pytest.mark.parametrize(
    ("was", "becomes"), [("Threshold: 0.05", "Threshold: 0.02"), ("Period: 300", "Period: 60")]
)
def test_a_tighter_alarm_is_a_note(told: Told, was: str, becomes: str) -> None:
    found = told(GUARDED, GUARDED.replace(was, becomes))
    assert "alarm-tightened" in found
    assert "alarm-loosened" not in found


def test_a_lower_threshold_is_looser_for_an_alarm_on_too_little(told: Told) -> None:
    low = GUARDED.replace("GreaterThanOrEqualToThreshold", "LessThanThreshold")
    assert "alarm-loosened" in told(low, low.replace("0.05", "0.01"))


def test_an_alarm_that_is_gone_takes_the_pause_with_it(told: Told) -> None:
    found = told(GUARDED, PAUSE)
    assert found["alarm-removed"] == ["the alarm on Reputation.BounceRate is gone"]
    assert found["pause-path-removed"] == ["a high Reputation.BounceRate of mail pauses nothing any more"]


def test_a_new_pause_is_an_improvement(told: Told) -> None:
    found = told(PAUSE, GUARDED)
    assert found["pause-path-added"] == ["a high Reputation.BounceRate of mail now pauses sending"]
    assert "pause-path-added" not in told(GUARDED, GUARDED)


def test_a_function_that_may_no_longer_pause_is_no_pause(told: Told) -> None:
    found = told(GUARDED, GUARDED.replace("ses:PutConfigurationSetSendingOptions", "ses:GetConfigurationSet"))
    assert "pause-path-removed" in found


def test_another_metric_is_told(told: Told) -> None:
    found = told(GUARDED, GUARDED.replace("Maximum", "Average"))
    assert found["alarm-watches-something-else"] == ["Statistic changes from Maximum to Average"]


def test_alarms_on_other_things_are_left_alone(told: Told) -> None:
    other = ALARM.replace("AWS/SES", "AWS/EC2").replace("Reputation.BounceRate", "CPUUtilization")
    assert told(other, "{}") == {}


def test_the_alarm_on_the_pausing_function_belongs_to_mail(told: Told) -> None:
    watch = """
Watch: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/Lambda, MetricName: Errors,
  Dimensions: [{Name: FunctionName, Value: !Ref Pause}]}}
"""
    assert told(GUARDED + watch, GUARDED)["alarm-removed"] == ["the alarm on Errors is gone"]

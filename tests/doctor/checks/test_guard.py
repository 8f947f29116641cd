"""Alarms, functions and dead letters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doctor.conftest import Found

ALARM = """
Topic: {Type: AWS::SNS::Topic}
Bounces: {Type: AWS::CloudWatch::Alarm, Properties: {Threshold: 0.05, AlarmActions: [!Ref Topic]}}
"""
FUNCTION = "Pause: {Type: AWS::Lambda::Function}"


def alarms(points: int = 0, **change: object) -> dict[str, Any]:
    well = {
        "AlarmName": "bounces",
        "ActionsEnabled": True,
        "AlarmActions": ["topic"],
        "Threshold": 0.05,
        "StateValue": "OK",
        "Namespace": "AWS/SES",
        "MetricName": "Reputation.BounceRate",
    }
    return {
        "cloudwatch.describe_alarms": {"MetricAlarms": [well | change]},
        "cloudwatch.get_metric_statistics": {"Datapoints": [{}] * points},
    }


def test_an_armed_alarm_is_well(found: Found) -> None:
    assert found(ALARM, alarms()) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"AlarmName": "other"}, "alarm-missing"),
        ({"ActionsEnabled": False}, "alarm-disarmed"),
        ({"AlarmActions": []}, "alarm-action-missing"),
        ({"Threshold": 0.5}, "alarm-threshold-differs"),
        ({"StateValue": "ALARM", "StateReason": "bad"}, "alarm-firing"),
        ({"StateValue": "INSUFFICIENT_DATA", "points": 2}, "alarm-without-data"),
    ],
)
def test_an_alarm_that_is_not_as_it_should_be_is_told(found: Found, change: dict[str, Any], rule: str) -> None:
    assert [one for one, _ in found(ALARM, alarms(**change))] == [rule]


def test_an_alarm_without_data_is_well_while_there_is_none(found: Found) -> None:
    assert found(ALARM, alarms(StateValue="INSUFFICIENT_DATA")) == []


@pytest.mark.parametrize(
    ("configuration", "reserved", "rules"),
    [
        ({"State": "Active"}, {}, []),
        ({"State": "Pending"}, {}, []),
        ({"State": "Failed", "StateReason": "no role"}, {}, ["function-inactive"]),
        ({"State": "Active", "LastUpdateStatus": "Failed"}, {}, ["function-inactive"]),
        ({}, {"ReservedConcurrentExecutions": 0}, ["function-throttled"]),
        ({}, {"ReservedConcurrentExecutions": 5}, []),
        ("ResourceNotFoundException", {}, ["function-missing"]),
    ],
)
def test_a_function_that_does_not_run_is_told(
    found: Found, configuration: object, reserved: object, rules: list[str]
) -> None:
    answers = {
        "lambda.get_function_configuration": configuration,
        "lambda.get_function_concurrency": reserved,
    }
    assert [rule for rule, _ in found(FUNCTION, answers)] == rules


def test_dead_letters_are_counted_of_every_kind_of_failure(found: Found) -> None:
    stack = """
    Dead: {Type: AWS::SQS::Queue}
    Other: {Type: AWS::SQS::Queue}
    People: {Type: AWS::SNS::Subscription, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn}}}
    """
    waiting = {"Attributes": {"ApproximateNumberOfMessages": "3"}}
    assert found(stack, {"sqs.get_queue_attributes": waiting}) == [
        ("dead-letters-waiting", "3 messages wait in it")
    ]


def test_a_queue_for_failures_that_was_deleted_is_told(found: Found) -> None:
    stack = """
    Dead: {Type: AWS::SQS::Queue}
    People: {Type: AWS::SNS::Subscription, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn}}}
    """
    assert found(stack, {"sqs.get_queue_attributes": "QueueDoesNotExist"}) == [
        ("dead-letter-queue-missing", "SQS has no queue dead")
    ]

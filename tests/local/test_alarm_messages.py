"""What CloudWatch says about an alarm: to a topic, to a function, on the event bus."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from ses_constructs.local.alarm_messages import (
    Record,
    StateChange,
    configuration,
    event_detail,
    lambda_payload,
    region_name,
    sns_message,
)

DIMENSIONS = [{"Name": "ses:configuration-set", "Value": "news"}]
SINGLE: Record = {
    "AlarmName": "bounces",
    "AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:bounces",
    "AlarmDescription": "too many",
    "Namespace": "AWS/SES",
    "MetricName": "Reputation.BounceRate",
    "Dimensions": DIMENSIONS,
    "Statistic": "Average",
    "Period": 900,
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    "Threshold": 0.05,
    "TreatMissingData": "ignore",
    "AlarmActions": ["arn:aws:sns:us-east-1:111122223333:ops"],
}
METRIC = {"Namespace": "AWS/SES", "MetricName": "Send", "Dimensions": DIMENSIONS}
MATH: Record = {
    **{name: value for name, value in SINGLE.items() if name not in ("Namespace", "MetricName", "Dimensions")},
    "Metrics": [
        {"Id": "e1", "Expression": "m1 / 2", "ReturnData": True},
        {"Id": "m1", "MetricStat": {"Metric": METRIC, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
    ],
}
COMPOSITE: Record = {"AlarmName": "both", "AlarmArn": "arn:both", "AlarmRule": "ALARM(a) AND ALARM(b)"}


def change(alarm: Record = SINGLE) -> StateChange:
    return StateChange(
        alarm,
        account="111122223333",
        region="us-east-1",
        time=datetime(2026, 11, 21, 12, 0, 1, 250_000, tzinfo=UTC),
        old="OK",
        new="ALARM",
        old_reason="all was well",
        reason="Threshold Crossed",
        old_time=datetime(2026, 11, 21, 11, tzinfo=UTC),
    )


def test_a_topic_is_told_the_change_and_what_triggered_it() -> None:
    message = sns_message(change())
    assert message["AlarmName"] == "bounces"
    assert (message["OldStateValue"], message["NewStateValue"]) == ("OK", "ALARM")
    assert message["StateChangeTime"] == "2026-11-21T12:00:01.250+0000"
    assert message["Region"] == "US East (N. Virginia)"
    trigger = message["Trigger"]
    assert isinstance(trigger, dict)
    assert trigger["MetricName"] == "Reputation.BounceRate"
    assert trigger["Statistic"] == "AVERAGE"
    assert trigger["Dimensions"] == [{"value": "news", "name": "ses:configuration-set"}]


def test_a_topic_is_told_the_lines_of_metric_math() -> None:
    trigger = sns_message(change(MATH))["Trigger"]
    assert isinstance(trigger, dict)
    assert "MetricName" not in trigger
    expression, metric = trigger["Metrics"]
    assert expression["Expression"] == "m1 / 2"
    assert metric["MetricStat"]["Metric"]["Dimensions"] == [{"value": "news", "name": "ses:configuration-set"}]


def test_a_topic_is_told_the_rule_of_a_composite_alarm() -> None:
    message = sns_message(change(COMPOSITE))
    assert message["AlarmRule"] == "ALARM(a) AND ALARM(b)"
    assert "Trigger" not in message


def test_a_function_is_told_both_states_and_the_metric() -> None:
    payload = lambda_payload(change())
    assert payload["source"] == "aws.cloudwatch"
    assert payload["alarmArn"] == SINGLE["AlarmArn"]
    assert (payload["accountId"], payload["region"]) == ("111122223333", "us-east-1")
    data = payload["alarmData"]
    assert isinstance(data, dict)
    assert data["state"] == {
        "value": "ALARM",
        "reason": "Threshold Crossed",
        "timestamp": "2026-11-21T12:00:01.250+0000",
    }
    assert data["previousState"]["value"] == "OK"
    (line,) = data["configuration"]["metrics"]
    assert line["metricStat"]["metric"] == {
        "namespace": "AWS/SES",
        "name": "Reputation.BounceRate",
        "dimensions": {"ses:configuration-set": "news"},
    }


def test_the_event_says_the_same_as_the_function_is_told() -> None:
    assert event_detail(change()) == lambda_payload(change())["alarmData"]


def test_a_configuration_shows_expressions_and_rules() -> None:
    lines = configuration(MATH)["metrics"]
    assert isinstance(lines, list)
    assert [line.get("expression") for line in lines] == ["m1 / 2", None]
    assert [line["returnData"] for line in lines] == [True, False]
    assert configuration(COMPOSITE) == {"alarmRule": "ALARM(a) AND ALARM(b)"}


@pytest.mark.parametrize("alarm", [SINGLE, MATH, COMPOSITE])
def test_every_message_is_json(alarm: Record) -> None:
    json.dumps([sns_message(change(alarm)), lambda_payload(change(alarm)), event_detail(change(alarm))])


def test_a_subject_has_at_most_a_hundred_characters() -> None:
    assert change().subject == 'ALARM: "bounces" in US East (N. Virginia)'
    assert len(change({**SINGLE, "AlarmName": "x" * 200}).subject) == 100


def test_a_region_that_nobody_knows_has_its_code_as_name() -> None:
    assert region_name("eu-west-1") == "Europe (Ireland)"
    assert region_name("mars-north-1") == "mars-north-1"

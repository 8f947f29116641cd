"""The shapes in which CloudWatch tells of an alarm, read from recorded events and from ``DescribeAlarms``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ses_constructs.facts.alarm_events import Rate, ToldAlarm, alarms_in, at, rates_of

EVENTS = Path(__file__).parent.parent / "events"
SHAPES = ("alarm_direct", "alarm_event_bridge", "alarm_sns")
RATE = Rate("Reputation.BounceRate", "shop-receipts", None)


def recorded(shape: str) -> Any:
    return json.loads((EVENTS / f"{shape}.json").read_text())


def told(shape: str) -> ToldAlarm:
    (alarm,) = alarms_in(recorded(shape))
    return alarm


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_tells_the_same(shape: str) -> None:
    alarm = told(shape)
    assert alarm.name == "Mail-GuardWatchReceiptsPauseBounce-4TQZ0W7B1XKD"
    assert (alarm.state, alarm.rates, alarm.threshold) == ("ALARM", (RATE,), 0.08)
    assert str(alarm.arn).endswith(alarm.name)
    assert str(alarm.reason).startswith("Threshold Crossed")
    assert alarm.value == (None if shape == "alarm_sns" else 0.0912)


def test_what_is_known_is_a_line_each_and_what_is_not_is_left_out() -> None:
    lines = told("alarm_sns").lines(RATE)
    assert [line.partition(":")[0] for line in lines] == ["Metric", "Threshold", "Reason", "Time"]
    assert told("alarm_direct").lines(RATE)[1] == "Value: 0.0912"


def test_a_batch_of_messages_holds_several() -> None:
    event = recorded("alarm_sns")
    event["Records"] *= 3
    assert len(alarms_in(event)) == 3


@pytest.mark.parametrize("event", [None, 1, "ALARM", [], {}, {"Records": 1}, {"source": "aws.ses"}])
def test_anything_else_holds_none(event: object) -> None:
    assert alarms_in(event) == []


@pytest.mark.parametrize("damaged", [{"Records": [None]}, {"Records": [{"Sns": {"Message": "{"}}]}])
def test_a_damaged_message_is_an_alarm_of_which_nothing_is_known(damaged: object) -> None:
    (alarm,) = alarms_in(damaged)
    assert (alarm.arn, alarm.state, alarm.rates) == (None, None, ())


METRIC = {"Namespace": "AWS/SES", "MetricName": "Reputation.ComplaintRate", "Dimensions": []}


def test_the_rates_of_an_alarm_that_was_asked_for() -> None:
    assert rates_of(METRIC) == (Rate("Reputation.ComplaintRate", None, None),)
    query = {"MetricStat": {"Metric": METRIC}, "AccountId": "111122223333"}
    assert rates_of({"Metrics": [{"Expression": "1"}, query]}) == (
        Rate("Reputation.ComplaintRate", None, "111122223333"),
    )


@pytest.mark.parametrize(
    "other",
    [
        {"Namespace": "Custom"},
        {"MetricName": "Bounce"},
        {"MetricName": ["Reputation.BounceRate"]},
        {"Dimensions": [{"Name": "ses:configuration-set", "Value": 1}]},
        {"Dimensions": [{"Name": "other", "Value": "shop"}]},
        {"Dimensions": "shop"},
    ],
)
def test_what_is_no_rate_of_one_sender_is_left_out(other: dict[str, object]) -> None:
    assert rates_of(METRIC | other) == ()


def test_a_path_that_leads_nowhere_ends_in_none() -> None:
    assert at({"a": [{"b": 1}]}, "a", -1, "b") == 1
    assert at({"a": []}, "a", 0) is None
    assert at("text", 0) is None

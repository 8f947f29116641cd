"""The dashboard: what it shows, in the form that CloudWatch takes."""

from __future__ import annotations

import json
import re
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from ses_constructs.errors import InvalidSettingError
from ses_constructs.reputation import (
    AccountMonitor,
    GuardScope,
    Rates,
    ReputationDashboard,
    ReputationGuard,
    Volume,
)

from .conftest import OfType

WIDGETS = {"text", "metric", "alarm"}
MOST_METRICS, MOST_WIDGETS = 500, 500


@pytest.fixture
def widgets(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> list[dict[str, Any]]:
    sets = [
        ses.ConfigurationSet.from_configuration_set_name(stack, name.title(), name) for name in ("shop", "news")
    ]
    guard = ReputationGuard(
        stack,
        "Guard",
        watch=GuardScope.configuration_sets(*sets),
        operators=operators,
        warn=Rates(bounce=0.02, complaint=0.001),
        pause=Rates(bounce=0.06, complaint=0.003),
    )
    account = ReputationGuard(
        stack, "Account", watch=GuardScope.account(), operators=operators, volume=Volume.any_number()
    )
    monitor = AccountMonitor(stack, "Monitor", operators=operators, dedicated_ips=True)
    queues = [sqs.Queue(stack, "Bounces"), sqs.Queue(stack, "Complaints")]
    latency = cloudwatch.Metric(
        namespace="SesConstructs", metric_name="EventLatency", dimensions_map={"Table": "t"}
    )
    ReputationDashboard(
        stack,
        "Dashboard",
        guards=[guard, account],
        monitor=monitor,
        event_queues=queues,
        event_latencies=[latency],
    )
    (dashboard,) = of_type(stack, "AWS::CloudWatch::Dashboard").values()
    parts = dashboard["Properties"]["DashboardBody"]["Fn::Join"][1]
    body = json.loads("".join(part if isinstance(part, str) else "token" for part in parts))
    found: list[dict[str, Any]] = body["widgets"]
    return found


def titles(widgets: list[dict[str, Any]]) -> list[str]:
    return [str(one["properties"].get("title", "")) for one in widgets]


def test_every_sender_has_its_rates_its_volume_and_its_state(widgets: list[dict[str, Any]]) -> None:
    shown = titles(widgets)
    for name in ("configuration set shop", "configuration set news", "the account"):
        assert f"Bounces: {name}" in shown
        assert f"Complaints: {name}" in shown
        assert f"Mail: {name}" in shown
    assert shown.count("Paused (1) or not (0)") == 3


def test_mail_is_sent_delivered_bounced_and_complained_about(widgets: list[dict[str, Any]]) -> None:
    for name in ("configuration set shop", "the account"):
        (mail,) = [one for one in widgets if one["properties"].get("title") == f"Mail: {name}"]
        shown = [line[1] for line in mail["properties"]["metrics"]]
        assert shown == ["Send", "Delivery", "Bounce", "Complaint"]


def test_events_that_wait_and_dedicated_addresses_are_seen(widgets: list[dict[str, Any]]) -> None:
    by_title = {str(one["properties"].get("title", "")): one["properties"] for one in widgets}
    for title, name in (
        ("Events of SES: how long the oldest waits", "ApproximateAgeOfOldestMessage"),
        ("Events of SES: how many wait", "ApproximateNumberOfMessagesVisible"),
    ):
        assert [line[:2] for line in by_title[title]["metrics"]] == [["AWS/SQS", name]] * 2
    (whole,) = by_title["Events of SES: from the event to the store"]["metrics"]
    assert whole[:4] == ["SesConstructs", "EventLatency", "Table", "t"]
    assert sum("Dedicated addresses" in title for title in by_title) == 3


def test_a_dashboard_of_a_guard_alone_has_no_more_rows(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    guard = ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    ReputationDashboard(stack, "Dashboard", guards=[guard])
    assert "Events of SES" not in json.dumps(of_type(stack, "AWS::CloudWatch::Dashboard"))
    assert "quota" not in json.dumps(of_type(stack, "AWS::CloudWatch::Dashboard"))


def test_the_levels_are_drawn_where_they_are(widgets: list[dict[str, Any]]) -> None:
    (bounces,) = [one for one in widgets if one["properties"].get("title") == "Bounces: configuration set shop"]
    drawn = bounces["properties"]["annotations"]["horizontal"]
    assert [(one["value"], one["label"]) for one in drawn] == [
        (0.02, "warned from 2 %"),
        (0.06, "paused from 6 %"),
        (0.1, "AWS may act from 10 %"),
    ]


def test_cloudwatch_takes_it(widgets: list[dict[str, Any]]) -> None:
    """The rules of "Dashboard body structure and syntax"."""
    assert 0 < len(widgets) <= MOST_WIDGETS
    for one in widgets:
        assert one["type"] in WIDGETS
        assert 0 <= one["x"] < one["x"] + one["width"] <= 24
        assert 1 <= one["height"] <= 1000
        properties = one["properties"]
        if one["type"] == "text":
            assert properties["markdown"]
        elif one["type"] == "alarm":
            assert 1 <= len(properties["alarms"]) <= 100
        else:
            assert properties["region"]
            assert properties["view"] == "timeSeries"
            assert 1 <= len(properties["metrics"]) <= MOST_METRICS
            for line in properties["metrics"]:
                names = [part for part in line if isinstance(part, str)]
                assert len(names) % 2 == 0, "namespace, name, and pairs of dimensions"
            for level in properties.get("annotations", {}).get("horizontal", []):
                assert re.fullmatch("#[0-9a-f]{6}", level["color"])


def test_no_alarm_is_left_out_however_many_there_are(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    sets = [ses.ConfigurationSet.from_configuration_set_name(stack, f"Set{n}", f"set-{n}") for n in range(25)]
    guard = ReputationGuard(
        stack, "Guard", watch=GuardScope.configuration_sets(*sets), operators=operators, volume=Volume.any_number()
    )
    ReputationDashboard(stack, "Dashboard", guards=[guard])
    (dashboard,) = of_type(stack, "AWS::CloudWatch::Dashboard").values()
    text = json.dumps(dashboard)
    assert len(of_type(stack, "AWS::CloudWatch::Alarm")) > 100
    assert text.count("What fires now") == 2
    shown = {id for id in of_type(stack, "AWS::CloudWatch::Alarm") if not id.startswith("GuardDrill")}
    assert all(f'"Fn::GetAtt": ["{id}", "Arn"]' in text for id in shown)


def test_no_widget_lies_on_another(widgets: list[dict[str, Any]]) -> None:
    taken: set[tuple[int, int]] = set()
    for one in widgets:
        cells = {
            (x, y)
            for x in range(one["x"], one["x"] + one["width"])
            for y in range(one["y"], one["y"] + one["height"])
        }
        assert not cells & taken
        taken |= cells


def test_a_dashboard_of_nothing_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match=r"leaves nothing to show(.|\n)*at:  Mail/Dashboard"):
        ReputationDashboard(stack, "Dashboard", guards=[])

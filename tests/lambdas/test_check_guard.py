"""The check function: when it counts a heartbeat, what it finds missed, and how it fails."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.response import StreamingBody
from botocore.stub import Stubber

from ses_constructs.lambdas.check_guard import handler as checking

PAUSE = "arn:aws:lambda:eu-west-1:111122223333:function:Pause"
SHOP = {"sender": "shop", "set": "shop", "sends": True, "blind": False}


class Cloud:
    """A pause function that answers, and a CloudWatch with alarms."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.function = boto3.client("lambda")
        self.cloudwatch = boto3.client("cloudwatch")
        self.answers, self.alarms = Stubber(self.function), Stubber(self.cloudwatch)
        self.put: dict[str, list[Any]] = {}
        self.cloudwatch.meta.events.register("provide-client-params.cloudwatch.PutMetricData", self._keep)
        patch.setattr(boto3, "client", self._client)
        self.answers.activate()
        self.alarms.activate()

    def _client(self, service: str, config: Config) -> object:
        return self.function if service == "lambda" else self.cloudwatch

    def _keep(self, params: dict[str, Any], **_: object) -> None:
        assert params["Namespace"] == "SesConstructs"
        for datum in params["MetricData"]:
            self.put.setdefault(datum["MetricName"], []).append(datum)

    def answer(self, *senders: dict[str, object], error: str | None = None) -> None:
        body = json.dumps({"senders": senders}).encode()
        answer: dict[str, object] = {"Payload": StreamingBody(io.BytesIO(body), len(body)), "StatusCode": 200}
        if error is not None:
            answer["FunctionError"] = error
        self.answers.add_response("invoke", answer, {"FunctionName": "Pause", "Payload": b'{"heartbeat": true}'})

    def firing(self, *alarms: dict[str, object]) -> None:
        self.alarms.add_response("describe_alarms", {"MetricAlarms": list(alarms)}, {"StateValue": "ALARM"})

    def takes_metrics(self) -> None:
        self.alarms.add_response("put_metric_data", {})

    def value(self, name: str) -> float:
        (datum,) = self.put[name]
        return float(datum["Value"])


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    for name, value in {
        "PAUSE_FUNCTION": "Pause",
        "PAUSE_FUNCTION_ARN": PAUSE,
        "GUARD": "Pause",
        "DRY_RUN": "no",
    }.items():
        monkeypatch.setenv(name, value)
    return Cloud(monkeypatch)


def alarm(
    *, sender: str | None = "shop", minutes: float = 10, action: str = PAUSE, math: bool = False
) -> dict[str, object]:
    """An alarm that has been in ALARM for some minutes."""
    dimensions = [] if sender is None else [{"Name": "ses:configuration-set", "Value": sender}]
    metric: dict[str, object] = {"MetricName": "Reputation.BounceRate", "Dimensions": dimensions}
    sends = {"MetricName": "Send", "Dimensions": [{"Name": "guarded-set", "Value": "shop"}]}
    lines = [
        {"Id": id, "MetricStat": {"Metric": one, "Period": 60, "Stat": "Sum"}}
        for id, one in (("sends", sends), ("rate", metric))
    ]
    watched: dict[str, object] = {"Metrics": lines} if math else metric
    since = datetime.now(UTC) - timedelta(minutes=minutes)
    return {"AlarmName": "Pause", "StateTransitionedTimestamp": since, "AlarmActions": [action], **watched}


def test_a_guard_that_answers_has_a_heartbeat(cloud: Cloud) -> None:
    cloud.answer(SHOP)
    cloud.firing()
    cloud.takes_metrics()
    checking.handler({}, None)
    assert (cloud.value("Heartbeat"), cloud.value("SendingInAlarm"), cloud.value("Paused")) == (1, 0, 0)
    assert cloud.put["Heartbeat"][0]["Dimensions"] == [{"Name": "Guard", "Value": "Pause"}]


def test_who_is_paused_is_counted(cloud: Cloud) -> None:
    cloud.answer(SHOP | {"sends": False})
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("Paused") == 1
    assert cloud.put["Paused"][0]["Dimensions"][1] == {"Name": "Sender", "Value": "shop"}


@pytest.mark.parametrize("math", [True, False])
def test_mail_that_flows_although_an_alarm_says_stop_is_counted(math: bool, cloud: Cloud) -> None:
    cloud.answer(SHOP)
    cloud.firing(alarm(math=math))
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("SendingInAlarm") == 1
    assert cloud.value("Heartbeat") == 1


def test_the_account_s_alarm_is_about_the_account(cloud: Cloud) -> None:
    cloud.answer({"sender": "account", "set": None, "sends": True, "blind": False})
    cloud.firing(alarm(sender=None))
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("SendingInAlarm") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"sender": "news"},
        {"minutes": 4},
        {"action": "arn:aws:sns:eu-west-1:111122223333:ops"},
        {"sender": None},
    ],
)
def test_an_alarm_of_somebody_else_or_a_minute_old_is_no_missed_pause(other: dict[str, Any], cloud: Cloud) -> None:
    cloud.answer(SHOP)
    cloud.firing(alarm(**other))
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("SendingInAlarm") == 0


def test_a_dry_run_misses_no_pause(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRY_RUN", "yes")
    cloud.answer(SHOP)
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("SendingInAlarm") == 0


def test_a_set_whose_metrics_are_off_costs_the_heartbeat(cloud: Cloud) -> None:
    cloud.answer(SHOP | {"blind": True})
    cloud.firing()
    cloud.takes_metrics()
    with pytest.raises(checking.GuardAsleepError, match="metrics are off.*shop"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put
    assert cloud.value("Paused") == 0


def test_a_pause_function_that_fails_costs_the_heartbeat(cloud: Cloud) -> None:
    cloud.answer(error="Unhandled")
    with pytest.raises(checking.GuardAsleepError, match="does not answer"):
        checking.handler({}, None)
    assert cloud.put == {}


@pytest.mark.parametrize("operation", ["invoke", "describe_alarms"])
def test_what_the_check_itself_may_not_do_costs_the_heartbeat(operation: str, cloud: Cloud) -> None:
    if operation == "invoke":
        cloud.answers.add_client_error("invoke", "AccessDeniedException")
    else:
        cloud.answer(SHOP)
        cloud.alarms.add_client_error("describe_alarms", "AccessDenied")
    with pytest.raises(Exception, match="AccessDenied"):
        checking.handler({}, None)
    assert cloud.put == {}

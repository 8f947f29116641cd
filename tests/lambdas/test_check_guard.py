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
from botocore.stub import ANY, Stubber

from ses_constructs.lambdas.check_guard import handler as checking

PAUSE = "arn:aws:lambda:eu-west-1:111122223333:function:Pause"
SHOP = {"sender": "shop", "set": "shop", "sends": True, "blind": False}


class Cloud:
    """A pause function that answers, and a CloudWatch with alarms."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.function = boto3.client("lambda")
        self.cloudwatch = boto3.client("cloudwatch")
        self.iam = boto3.client("iam")
        self.permissions = Stubber(self.iam)
        self.permissions.activate()
        self.answers, self.alarms = Stubber(self.function), Stubber(self.cloudwatch)
        self.put: dict[str, list[Any]] = {}
        self.slept: list[float] = []
        patch.setattr("time.sleep", self.slept.append)
        self.cloudwatch.meta.events.register("provide-client-params.cloudwatch.PutMetricData", self._keep)
        patch.setattr(boto3, "client", self._client)
        self.answers.activate()
        self.alarms.activate()

    def _client(self, service: str, config: Config) -> object:
        return {"lambda": self.function, "cloudwatch": self.cloudwatch, "iam": self.iam}[service]

    def _keep(self, params: dict[str, Any], **_: object) -> None:
        assert params["Namespace"] == "SesConstructs"
        for datum in params["MetricData"]:
            self.put.setdefault(datum["MetricName"], []).append(datum)

    def says(self, event: dict[str, object], said: dict[str, object], *, error: str | None = None) -> None:
        """What the pause function answers to an event."""
        body = json.dumps(said).encode()
        answer: dict[str, object] = {"Payload": StreamingBody(io.BytesIO(body), len(body)), "StatusCode": 200}
        if error is not None:
            answer["FunctionError"] = error
        asked = {"FunctionName": "Pause", "Payload": json.dumps(event).encode()}
        self.answers.add_response("invoke", answer, asked)

    def answer(self, *senders: dict[str, object], error: str | None = None, drills: bool = True) -> None:
        """A heartbeat, and after it a drill in which all goes well."""
        self.says({"heartbeat": True}, {"senders": senders}, error=error)
        if error is None and drills:
            self.says({"drill": "begin"}, {"paused": False})
            self.set("OK", "ALARM")
            self.says({"drill": "end"}, {"paused": True})
            self.set("OK")

    def set(self, *states: str) -> None:
        """The states that the drill's alarm is set to."""
        for state in states:
            asked = {"AlarmName": "Drill", "StateValue": state, "StateReason": ANY}
            self.alarms.add_response("set_alarm_state", {}, asked)

    def firing(self, *alarms: dict[str, object], armed: bool = True) -> None:
        """Both alarms of every sender, which are OK; and others."""
        found = [*alarms, *(alarms_of("shop") + alarms_of(None) if armed else [])]
        self.alarms.add_response("describe_alarms", {"MetricAlarms": found}, {"ActionPrefix": PAUSE})

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
        "DRILL_ALARM": "Drill",
        "DRILL_SECONDS": "3",
        "PAUSES_ACCOUNT_AS": "",
    }.items():
        monkeypatch.setenv(name, value)
    return Cloud(monkeypatch)


RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")


def alarms_of(sender: str | None, *, state: str = "OK", enabled: bool = True) -> list[dict[str, object]]:
    """Both alarms that pause a sender."""
    return [alarm(sender=sender, rate=rate) | {"StateValue": state, "ActionsEnabled": enabled} for rate in RATES]


def alarm(
    *,
    sender: str | None = "shop",
    minutes: float = 10,
    action: str = PAUSE,
    math: bool = False,
    rate: str = RATES[0],
) -> dict[str, object]:
    """An alarm that has been in ALARM for some minutes."""
    dimensions = [] if sender is None else [{"Name": "ses:configuration-set", "Value": sender}]
    metric: dict[str, object] = {"MetricName": rate, "Dimensions": dimensions}
    sends = {"MetricName": "Send", "Dimensions": [{"Name": "guarded-set", "Value": "shop"}]}
    lines = [
        {"Id": id, "MetricStat": {"Metric": one, "Period": 60, "Stat": "Sum"}}
        for id, one in (("sends", sends), ("rate", metric))
    ]
    watched: dict[str, object] = {"Metrics": lines} if math else metric
    since = datetime.now(UTC) - timedelta(minutes=minutes)
    told = {"AlarmName": "Pause", "StateValue": "ALARM", "StateTransitionedTimestamp": since}
    return {**told, "AlarmActions": [action], **watched}


def test_a_guard_that_answers_has_a_heartbeat(cloud: Cloud) -> None:
    cloud.answer(SHOP)
    cloud.firing()
    cloud.takes_metrics()
    checking.handler({}, None)
    assert (cloud.value("Heartbeat"), cloud.value("SendingInAlarm"), cloud.value("Paused")) == (1, 0, 0)
    assert cloud.put["Heartbeat"][0]["Dimensions"] == [{"Name": "Guard", "Value": "Pause"}]


def test_who_is_paused_is_counted(cloud: Cloud) -> None:
    cloud.answer(SHOP | {"sends": False})
    cloud.firing()
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
    cloud.firing(alarm())
    cloud.takes_metrics()
    checking.handler({}, None)
    assert cloud.value("SendingInAlarm") == 0


@pytest.mark.parametrize(
    ("alarms", "missing"),
    [
        ([], "Reputation.BounceRate of shop, Reputation.ComplaintRate of shop"),
        (alarms_of("shop")[:1], "Reputation.ComplaintRate of shop"),
        (alarms_of("shop", enabled=False), "Reputation.BounceRate of shop, Reputation.ComplaintRate of shop"),
        (alarms_of("news"), "Reputation.BounceRate of shop, Reputation.ComplaintRate of shop"),
        ([one | {"AlarmActions": ["arn:else"]} for one in alarms_of("shop")], "Reputation.BounceRate of shop"),
    ],
    ids=["none", "one", "switched off", "another's", "without the pause"],
)
def test_a_sender_that_no_alarm_would_pause_costs_the_heartbeat(
    alarms: list[dict[str, object]], missing: str, cloud: Cloud
) -> None:
    cloud.answer(SHOP)
    cloud.firing(*alarms, armed=False)
    cloud.takes_metrics()
    with pytest.raises(checking.GuardAsleepError, match=f"no alarm with its actions on .* for: {missing}"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put
    assert cloud.value("Paused") == 0


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


# the drill


def drilled(cloud: Cloud, *paused: bool) -> None:
    """A drill that is found paused or not, one look after the other."""
    cloud.answer(SHOP, drills=False)
    cloud.says({"drill": "begin"}, {"paused": False})
    cloud.set("OK", "ALARM")
    for found in paused:
        cloud.says({"drill": "end"}, {"paused": found})
    cloud.set("OK")
    cloud.firing()
    cloud.takes_metrics()


def test_a_pause_that_takes_its_time_is_waited_for(cloud: Cloud) -> None:
    drilled(cloud, False, False, True)
    checking.handler({}, None)
    assert (cloud.value("Heartbeat"), cloud.slept) == (1, [1, 1])


def test_an_alarm_that_leads_to_no_pause_costs_the_heartbeat(cloud: Cloud) -> None:
    drilled(cloud, False, False, False)
    with pytest.raises(checking.GuardAsleepError, match="drill failed: alarm Drill went to ALARM, and long after"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put
    assert (cloud.value("Paused"), cloud.value("SendingInAlarm")) == (0, 0)


@pytest.mark.parametrize("step", ["begin", "end"])
def test_a_drill_that_the_pause_function_cannot_do_costs_the_heartbeat(step: str, cloud: Cloud) -> None:
    cloud.answer(SHOP, drills=False)
    cloud.says(
        {"drill": "begin"}, {"errorMessage": "AccessDenied"}, error="Unhandled" if step == "begin" else None
    )
    if step == "end":
        cloud.set("OK", "ALARM")
        cloud.says({"drill": "end"}, {"errorMessage": "AccessDenied"}, error="Unhandled")
        cloud.set("OK")
    cloud.firing()
    cloud.takes_metrics()
    with pytest.raises(checking.GuardAsleepError, match="the drill failed: .*AccessDenied"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put
    assert cloud.value("Paused") == 0
    cloud.alarms.assert_no_pending_responses()


def test_a_drill_whose_alarm_may_not_be_set_costs_the_heartbeat(cloud: Cloud) -> None:
    cloud.answer(SHOP, drills=False)
    cloud.says({"drill": "begin"}, {"paused": False})
    cloud.alarms.add_client_error("set_alarm_state", "AccessDenied")
    cloud.firing()
    cloud.takes_metrics()
    with pytest.raises(checking.GuardAsleepError, match="AccessDenied.*SetAlarmState"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put


# the account


@pytest.mark.parametrize("said", ["allowed", "implicitDeny", "explicitDeny", "AccessDenied"])
def test_a_guard_of_the_account_asks_iam_whether_a_pause_is_allowed(
    said: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    role, action = "arn:aws:iam::111122223333:role/pause", "ses:PutAccountSendingAttributes"
    monkeypatch.setenv("PAUSES_ACCOUNT_AS", role)
    cloud.answer({"sender": "account", "set": None, "sends": True, "blind": False})
    cloud.firing()
    cloud.takes_metrics()
    if said == "AccessDenied":
        cloud.permissions.add_client_error("simulate_principal_policy", said)
    else:
        answer = {"EvaluationResults": [{"EvalActionName": action, "EvalDecision": said}]}
        cloud.permissions.add_response(
            "simulate_principal_policy", answer, {"PolicySourceArn": role, "ActionNames": [action]}
        )
    if said == "allowed":
        checking.handler({}, None)
        assert cloud.value("Heartbeat") == 1
        return
    with pytest.raises(checking.GuardAsleepError, match=f"drill failed: .*{said}"):
        checking.handler({}, None)
    assert "Heartbeat" not in cloud.put

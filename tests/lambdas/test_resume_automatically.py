"""The automatic resume: what it resumes, and the many things it leaves paused."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from ses_constructs.lambdas.resume_automatically import handler as resuming

PAUSE_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:Pause"
ENVIRONMENT = {
    "PAUSE_FUNCTION": "Pause",
    "PAUSE_FUNCTION_ARN": PAUSE_ARN,
    "GUARD": "Pause",
    "RESUME_FUNCTION": "Resume",
    "PAUSE_LOG": "pauses",
    "RESUME_LOG": "resumes",
    "AFTER_SECONDS": str(24 * 3600),
    "QUIET_SECONDS": "3600",
    "MOST": "1",
    "WITHIN_SECONDS": str(7 * 24 * 3600),
}
SHOP = {"sender": "shop", "what": "configuration set shop", "set": "shop", "sends": False, "blind": False}
SENDING = SHOP | {"sends": True}
TENANT = {"sender": "acme", "what": "tenant acme", "set": "acme-mail", "sends": False, "blind": False}
ACCOUNT = {"sender": "account", "what": "the account", "set": None, "sends": False, "blind": False}
Json = dict[str, Any]


def hours(ago: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=ago)


def paused(ago: float, *, before: bool = False, what: str = str(SHOP["what"])) -> tuple[str, datetime, Json]:
    return "pauses", hours(ago), {"did": "paused", "what": what, "paused_before": before}


def resumed(ago: float, *, by: str = "ann") -> tuple[str, datetime, Json]:
    return "resumes", hours(ago), {"did": "resumed", "what": SHOP["what"], "by": by}


def alarm(
    state: str = "OK", *, ago: float = 20, configuration_set: str | None = "shop", action: str = PAUSE_ARN
) -> Json:
    dimensions = [{"Name": "ses:configuration-set", "Value": configuration_set}] if configuration_set else []
    metric = {"Namespace": "AWS/SES", "MetricName": "Reputation.BounceRate", "Dimensions": dimensions}
    return {
        "AlarmName": "PauseBounce",
        "StateValue": state,
        "StateUpdatedTimestamp": hours(ago),
        "AlarmActions": [action],
        "Metrics": [{"Id": "rate", "MetricStat": {"Metric": metric}}],
    }


@dataclass
class Cloud:
    """Lambda, CloudWatch and its logs, as far as the function asks them; ``fails`` names calls that do."""

    senders: list[Json] = field(default_factory=lambda: [SHOP])
    entries: list[tuple[str, datetime, Json]] = field(default_factory=lambda: [paused(30)])
    seen: list[float] = field(default_factory=lambda: [1.0, 1.0])
    sent: list[float] = field(default_factory=list)
    alarms: list[Json] = field(default_factory=lambda: [alarm()])
    fails: set[str] = field(default_factory=set)
    refuses: bool = False
    asked: list[Json] = field(default_factory=list)
    put: list[float] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, Payload: bytes) -> Json:  # noqa: N803
        self._try("invoke")
        event = json.loads(Payload)
        if FunctionName == "Pause":
            assert event == {"heartbeat": True}
            return {"Payload": io.BytesIO(json.dumps({"senders": self.senders}).encode())}
        assert FunctionName == "Resume"
        self.asked.append(event)
        if self.refuses:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'"AWS itself has stopped this account"')}
        return {"Payload": io.BytesIO(b"{}")}

    def get_metric_statistics(self, **asked: Any) -> Json:
        self._try("get_metric_statistics")
        if asked["Namespace"] == "AWS/SES":
            assert (asked["MetricName"], "Dimensions" in asked) == ("Send", False)
            return {"Datapoints": [{"Sum": value} for value in self.sent]}
        span = (asked["EndTime"] - asked["StartTime"]).total_seconds()
        assert span / asked["Period"] <= 1440
        assert asked["Period"] % 60 == 0
        return {"Datapoints": [{"Minimum": value} for value in self.seen]}

    def put_metric_data(self, *, MetricData: list[Json], **_: object) -> None:  # noqa: N803
        self._try("put_metric_data")
        self.put += [datum["Value"] for datum in MetricData if datum["MetricName"] == "ResumesUsedUp"]

    def get_paginator(self, operation: str) -> Paginator:
        self._try(operation)
        return Paginator(self, operation)

    def _try(self, operation: str) -> None:
        if operation in self.fails:
            raise PermissionError(operation)


@dataclass
class Paginator:
    """Two pages of alarms, or the events of a log group."""

    cloud: Cloud
    operation: str

    def paginate(self, **asked: Any) -> Iterator[Mapping[str, Any]]:
        if self.operation == "describe_alarms":
            yield {"MetricAlarms": []}
            yield {"MetricAlarms": self.cloud.alarms}
            return
        for group, time, entry in self.cloud.entries:
            if group == asked["logGroupName"]:
                text = f"START\n{json.dumps(entry)}\nEND"
                yield {"events": [{"timestamp": int(time.timestamp() * 1000), "message": text}]}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made = Cloud()
    monkeypatch.setattr(boto3, "client", lambda *_, **__: made)
    return made


def switched(sender: Json) -> Json:
    """What the pause function says of a sender whose switches were so many hours ago."""
    times = {name: hours(sender[name]).isoformat() for name in ("resumed", "switched") if name in sender}
    return sender | times


def why(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert line["did"] == "left paused"
    return str(line["why"])


# what it resumes


def test_a_pause_of_the_guard_that_has_cooled_down_is_resumed(cloud: Cloud) -> None:
    resuming.handler({}, None)
    (asked,) = cloud.asked
    assert (asked["resume"], asked["by"]) == ("shop", "automatic resume")
    assert asked["reason"] == "paused by the guard for 1 day, 0:00:00, and its alarms are OK; 1 of 1"
    assert cloud.put == [0]


@pytest.mark.parametrize(("sender", "configuration_set"), [(TENANT, "acme-mail"), (ACCOUNT, None)])
def test_tenants_and_the_account_too(sender: Json, configuration_set: str | None, cloud: Cloud) -> None:
    cloud.senders = [sender]
    cloud.entries = [paused(30, what=sender["what"])]
    cloud.alarms = [alarm(configuration_set=configuration_set)]
    resuming.handler({}, None)
    assert [asked["resume"] for asked in cloud.asked] == [sender["sender"]]


def test_a_second_alarm_during_a_pause_does_not_make_it_somebody_else_s(cloud: Cloud) -> None:
    cloud.entries = [paused(30), paused(29, before=True)]
    resuming.handler({}, None)
    assert len(cloud.asked) == 1


def test_old_resumes_do_not_count(cloud: Cloud) -> None:
    cloud.entries = [paused(220), resumed(200, by="automatic resume"), paused(30)]
    resuming.handler({}, None)
    assert len(cloud.asked) == 1


def test_people_s_resumes_do_not_count(cloud: Cloud) -> None:
    cloud.entries = [paused(60), resumed(50), paused(30)]
    resuming.handler({}, None)
    assert len(cloud.asked) == 1


# what it leaves


def test_what_sends_is_let_alone(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.senders = [SENDING]
    cloud.fails = {"filter_log_events"}
    resuming.handler({}, None)
    assert (cloud.asked, capsys.readouterr().out) == ([], "")


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [paused(30, before=True)],
        [paused(30, what="configuration set news")],
        [paused(30), resumed(29)],
        [paused(30), resumed(29), paused(28, before=True)],
        [paused(30), ("resumes", hours(2), {"did": "held", "what": SHOP["what"], "by": "ann"})],
    ],
    ids=["never", "paused before", "another's", "resumed since", "resumed, then a person's", "held"],
)
def test_a_pause_that_is_not_the_guard_s_own(
    entries: list[tuple[str, datetime, Json]], cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.entries = entries
    resuming.handler({}, None)
    assert cloud.asked == []
    assert why(capsys) == "this is no pause of the guard's own"


def test_a_pause_that_has_not_lasted(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.entries = [paused(23.9)]
    resuming.handler({}, None)
    assert cloud.asked == []
    assert why(capsys).startswith("it cools down until ")


@pytest.mark.parametrize("seen", [[], [1.0, 0.0, 1.0]], ids=["not looked at", "seen sending"])
def test_a_pause_that_was_not_seen_all_the_while(
    seen: list[float], cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.seen = seen
    resuming.handler({}, None)
    assert cloud.asked == []
    assert "somebody resumed it and paused it again" in why(capsys)


@pytest.mark.parametrize(
    "sender",
    [SHOP | {"resumed": 20}, SHOP | {"resumed": 29.999}, TENANT | {"switched": 20}],
    ids=["a set", "a set, at once", "a tenant"],
)
def test_a_pause_that_somebody_lifted_and_made_again_between_two_heartbeats(
    sender: Json, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.senders = [switched(sender)]
    cloud.entries = [paused(30, what=sender["what"])]
    cloud.alarms = [alarm(configuration_set=sender["set"])]
    resuming.handler({}, None)
    assert cloud.asked == []
    assert "somebody has resumed it and paused it again" in why(capsys)


@pytest.mark.parametrize(
    "sender",
    [SHOP | {"resumed": 40}, TENANT | {"switched": 30}, TENANT | {"switched": 30, "resumed": 1}],
    ids=["a set, earlier", "a tenant, by the pause itself", "a tenant, whose set was resumed"],
)
def test_a_switch_that_was_the_pause_itself_or_before_it_does_not_count(sender: Json, cloud: Cloud) -> None:
    cloud.senders = [switched(sender)]
    cloud.entries = [paused(30, what=sender["what"])]
    cloud.alarms = [alarm(configuration_set=sender["set"])]
    resuming.handler({}, None)
    assert len(cloud.asked) == 1


@pytest.mark.parametrize(("sent", "resumes"), [([0.0, 0.0], 1), ([0.0, 3.0], 0)], ids=["silent", "mail went out"])
def test_an_account_that_has_sent_since_was_resumed_by_somebody(
    sent: list[float], resumes: int, cloud: Cloud
) -> None:
    """SES does not say when an account was last switched."""
    cloud.senders = [ACCOUNT]
    cloud.entries = [paused(30, what="the account")]
    cloud.alarms = [alarm(configuration_set=None)]
    cloud.sent = sent
    resuming.handler({}, None)
    assert len(cloud.asked) == resumes


@pytest.mark.parametrize(
    ("state", "ago"), [("ALARM", 30), ("INSUFFICIENT_DATA", 30), ("OK", 0.5)], ids=["ALARM", "no data", "just OK"]
)
def test_an_alarm_that_is_not_ok_for_long(
    state: str, ago: float, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.alarms = [alarm(), alarm(state, ago=ago)]
    resuming.handler({}, None)
    assert cloud.asked == []
    assert f"is {state} since" in why(capsys)


def test_one_that_was_resumed_often_enough(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.entries = [paused(90), resumed(60, by="automatic resume"), paused(30)]
    resuming.handler({}, None)
    assert cloud.asked == []
    assert why(capsys) == "resumed automatically 1 times already: a person has to look"
    assert cloud.put == [1]


# what fails


@pytest.mark.parametrize("alarms", [[], [alarm(configuration_set="news")], [alarm(action="arn:other")]])
def test_what_no_alarm_would_pause_again_is_never_resumed(alarms: list[Json], cloud: Cloud) -> None:
    cloud.alarms = alarms
    with pytest.raises(resuming.ResumeFailedError, match="no alarm would pause configuration set shop again"):
        resuming.handler({}, None)
    assert cloud.asked == []


@pytest.mark.parametrize(
    "call", ["invoke", "filter_log_events", "get_metric_statistics", "describe_alarms", "put_metric_data"]
)
def test_a_call_that_fails_fails_the_function(call: str, cloud: Cloud) -> None:
    cloud.fails = {call}
    with pytest.raises(PermissionError):
        resuming.handler({}, None)
    assert len(cloud.asked) == (call == "put_metric_data")


def test_a_refusal_is_raised_after_the_others_had_their_turn(cloud: Cloud) -> None:
    """As when AWS itself has stopped the account."""
    cloud.senders = [SHOP, TENANT]
    cloud.entries = [paused(30), paused(30, what="tenant acme")]
    cloud.alarms = [alarm(), alarm(configuration_set="acme-mail")]
    cloud.refuses = True
    with pytest.raises(resuming.ResumeFailedError, match=r"AWS itself has stopped.*; .*AWS itself has stopped"):
        resuming.handler({}, None)
    assert [asked["resume"] for asked in cloud.asked] == ["shop", "acme"]


def test_a_long_pause_is_asked_about_in_fewer_points(cloud: Cloud) -> None:
    cloud.entries = [paused(29 * 24)]
    resuming.handler({}, None)
    assert len(cloud.asked) == 1

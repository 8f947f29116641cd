"""Faults on the way of a pause: none leaves mail flowing in silence, none pauses what was not in ALARM.

Lambda is played as it treats asynchronous events: three attempts, failures counted, then the dead-letter queue.
"""

from __future__ import annotations

import copy
import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from ses_constructs.lambdas.pause_sending import handler as pausing

EVENTS = Path(__file__).parent.parent / "events"
SHAPES = ("alarm_direct", "alarm_event_bridge", "alarm_sns")
SET = "shop-receipts"
TENANT = "arn:aws:ses:eu-west-1:111122223333:tenant/acme/tn-1"
SCOPES = ("set", "tenant", "account")
FAULTS = ("throttled", "denied", "timed out", "answer lost", "crash before", "crash after")
CALLS = ("look", "stop", "look again", "tell")
LASTS = (1, 2, 3)
"""In how many attempts the fault occurs; in three, it is there to stay."""
CASES = list(itertools.product(SHAPES, SCOPES, CALLS, FAULTS, LASTS))


class Crash(BaseException):
    """The process is gone: nothing in it can catch that."""


@dataclass
class Cloud:
    """SES, SNS and CloudWatch in one; a fault strikes one of the calls of an attempt."""

    fault: str = ""
    at: str = ""
    lasts: int = 0
    sends: bool = True
    alarm_state: str = "ALARM"
    notices: list[str] = field(default_factory=list)
    calls: int = 0
    attempt: int = 0
    function_name: str = "pause"
    aws_request_id: str = "1"

    def begin(self) -> None:
        self.attempt, self.calls = self.attempt + 1, 0

    def get_configuration_set(self, **_: object) -> dict[str, Any]:
        return {"SendingOptions": {"SendingEnabled": self._look()}}

    def get_account(self) -> dict[str, Any]:
        return {"SendingEnabled": self._look()}

    def get_reputation_entity(self, **_: object) -> dict[str, Any]:
        return {"ReputationEntity": {"SendingStatusAggregate": "ENABLED" if self._look() else "DISABLED"}}

    def put_configuration_set_sending_options(self, *, SendingEnabled: bool, **_: object) -> None:  # noqa: N803
        self._stop(SendingEnabled)

    def put_account_sending_attributes(self, *, SendingEnabled: bool) -> None:  # noqa: N803
        self._stop(SendingEnabled)

    def update_reputation_entity_customer_managed_status(self, *, SendingStatus: str, **_: object) -> None:  # noqa: N803
        self._stop(SendingStatus != "DISABLED")

    def publish(self, *, Message: str, **_: object) -> None:  # noqa: N803
        self._before("tell")
        self.notices.append(Message)
        self._after("tell")

    def describe_alarms(self, **_: object) -> dict[str, Any]:
        dimensions = [{"Name": "ses:configuration-set", "Value": SET}]
        metric = {"Namespace": "AWS/SES", "MetricName": "Reputation.BounceRate", "Dimensions": dimensions}
        return {"MetricAlarms": [{"StateValue": self.alarm_state, **metric}]}

    def _look(self) -> bool:
        at = "look" if self.calls == 0 else "look again"
        self.calls += 1
        self._before(at)
        found = self.sends
        self._after(at)
        return found

    def _stop(self, sends: bool) -> None:
        assert sends is False, "a pause never switches anything on"
        self._before("stop")
        self.sends = sends
        self._after("stop")

    def _before(self, at: str) -> None:
        if at != self.at or self.attempt > self.lasts:
            return
        if self.fault == "crash before":
            raise Crash
        if self.fault == "timed out":
            raise ReadTimeoutError(endpoint_url="https://email.eu-west-1.amazonaws.com")
        if self.fault in ("throttled", "denied"):
            code = "TooManyRequestsException" if self.fault == "throttled" else "AccessDeniedException"
            raise ClientError({"Error": {"Code": code, "Message": ""}}, at)

    def _after(self, at: str) -> None:
        if at != self.at or self.attempt > self.lasts:
            return
        if self.fault == "crash after":
            raise Crash
        if self.fault == "answer lost":
            raise ReadTimeoutError(endpoint_url="https://email.eu-west-1.amazonaws.com")


@dataclass
class Delivery:
    """What Lambda has to say about an event in the end."""

    errors: int
    dead_letters: int

    @property
    def alarmed(self) -> bool:
        """The guard's alarms on Errors and DeadLetters, both from 1 on."""
        return self.errors >= 1 or self.dead_letters >= 1


def deliver(event: object, cloud: Cloud) -> Delivery:
    errors = 0
    for _ in range(3):
        cloud.begin()
        try:
            pausing.handler(event, cloud)
        except (Exception, Crash):
            errors += 1
            continue
        return Delivery(errors, 0)
    return Delivery(errors, 1)


@pytest.fixture
def scoped(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in {
        "GUARDED_ACCOUNT": "no",
        "GUARDED_SETS": SET,
        "GUARDED_TENANTS": "",
        "OPERATORS_TOPIC": "arn:aws:sns:eu-west-1:111122223333:operators",
        "ALARMS": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:",
        "RESUME_COMMAND": "resume <target>",
        "RUNBOOK": "python -m ses_constructs.reputation runbook PauseBounce",
        "DRY_RUN": "no",
        "CONFIRM": "no",
        "DRILL_SET": "drill",
        "DRILL_TENANT": "",
        "DRILL_TOPIC": "arn:aws:sns:eu-west-1:111122223333:drill",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def use(patch: pytest.MonkeyPatch, cloud: Cloud, scope: str = "set") -> Cloud:
    patch.setattr(boto3, "client", lambda *_, **__: cloud)
    if scope == "account":
        patch.setenv("GUARDED_ACCOUNT", "yes")
        patch.setenv("GUARDED_SETS", "")
    if scope == "tenant":
        patch.setenv("GUARDED_TENANTS", f"{SET}={TENANT}")
    return cloud


def recorded(shape: str, *, scope: str = "set") -> Any:
    event = json.loads((EVENTS / f"{shape}.json").read_text())
    if scope != "account":
        return event
    for place in (event.get("alarmData"), event.get("detail")):
        if place is not None:
            place["configuration"]["metrics"][0]["metricStat"]["metric"]["dimensions"] = {}
    if "Records" in event:
        record = event["Records"][0]["Sns"]
        message = json.loads(record["Message"])
        message["Trigger"]["Dimensions"] = []
        record["Message"] = json.dumps(message)
    return event


def test_the_number_of_cases_is_what_the_documents_say() -> None:
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text().split())
    assert f"{len(CASES)} faults (" in readme


@pytest.mark.parametrize(("shape", "scope", "call", "fault", "lasts"), CASES)
def test_no_fault_leaves_mail_flowing_in_silence(
    shape: str, scope: str, call: str, fault: str, lasts: int, scoped: pytest.MonkeyPatch
) -> None:
    cloud = use(scoped, Cloud(fault, call, lasts), scope)
    delivery = deliver(recorded(shape, scope=scope), cloud)
    assert not cloud.sends or delivery.alarmed
    assert cloud.notices or delivery.alarmed
    if lasts < 3:
        assert not cloud.sends
        assert cloud.notices
        assert delivery.dead_letters == 0


@pytest.mark.parametrize("order", sorted(set(itertools.permutations(["ALARM", "ALARM", "OK"]))))
@pytest.mark.parametrize("shape", SHAPES)
def test_messages_that_come_twice_or_out_of_order_pause_once_and_never_resume(
    shape: str, order: tuple[str, ...], scoped: pytest.MonkeyPatch
) -> None:
    cloud = use(scoped, Cloud())
    for state in order:
        assert deliver(in_state(recorded(shape), state), cloud).errors == 0
    assert not cloud.sends
    assert len(cloud.notices) == 2


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flapping_alarm_pauses_once_and_tells_each_time(shape: str, scoped: pytest.MonkeyPatch) -> None:
    cloud = use(scoped, Cloud())
    for _ in range(5):
        for state in ("ALARM", "OK"):
            deliver(in_state(recorded(shape), state), cloud)
    assert not cloud.sends
    assert sum("was so already" in notice for notice in cloud.notices) == 4


FORGED = {
    "another account": ("111122223333:alarm", "444455556666:alarm"),
    "another region": ("cloudwatch:eu-west-1", "cloudwatch:us-east-1"),
    "another set": (SET, "somebody-elses"),
    "another metric": ("Reputation.BounceRate", "Bounce"),
    "another namespace": ("AWS/SES", "Custom"),
    "another state": ("ALARM", "OK"),
}


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_forged_message_pauses_nothing(shape: str, forged: str, scoped: pytest.MonkeyPatch) -> None:
    cloud = use(scoped, Cloud())
    was, becomes = FORGED[forged]
    deliver(json.loads(json.dumps(recorded(shape)).replace(was, becomes)), cloud)
    assert cloud.sends
    assert cloud.notices == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_perfect_forgery_pauses_nothing_where_the_guard_confirms(shape: str, scoped: pytest.MonkeyPatch) -> None:
    scoped.setenv("CONFIRM", "yes")
    cloud = use(scoped, Cloud(alarm_state="OK"))
    deliver(recorded(shape), cloud)
    assert cloud.sends


def in_state(event: Any, state: str) -> Any:
    event = copy.deepcopy(event)
    if "Records" not in event:
        (event.get("alarmData") or event["detail"])["state"]["value"] = state
        return event
    record = event["Records"][0]["Sns"]
    record["Message"] = json.dumps(json.loads(record["Message"]) | {"NewStateValue": state})
    return event

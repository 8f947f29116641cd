"""The function that keeps a rule set active, against the emulated SES."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import clients
import pytest
from botocore.exceptions import ClientError

from ses_constructs.lambdas.keep_rule_set_active import handler as keeping
from tests.lambdas.provider_world import STACK_ID, ProviderWorld, connected

OURS, THEIRS = "ours", "theirs"


class Stacks:
    """Stands in for CloudFormation."""

    def __init__(self) -> None:
        self.status = "UPDATE_COMPLETE"

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        assert asked == {"StackName": STACK_ID}
        return {"Stacks": [{"StackStatus": self.status}]}


class Metrics:
    """Stands in for CloudWatch."""

    def __init__(self) -> None:
        self.counted: list[float] = []

    def put_metric_data(self, **call: Any) -> None:
        assert call["Namespace"] == "SesConstructs"
        (datum,) = call["MetricData"]
        assert datum["MetricName"] == "RuleSetInactive"
        assert datum["Dimensions"] == [{"Name": "Monitor", "Value": "Monitor"}]
        self.counted.append(datum["Value"])


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> ProviderWorld:
    world = connected(monkeypatch)[0]
    for name in (OURS, THEIRS):
        world.v1.create_receipt_rule_set(RuleSetName=name)
    return world


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def stacks() -> Stacks:
    return Stacks()


@pytest.fixture
def look(
    world: ProviderWorld, metrics: Metrics, stacks: Stacks, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    monkeypatch.setattr(keeping, "ses", lambda: clients.ses())
    monkeypatch.setattr(keeping, "cloudwatch", lambda: metrics)
    monkeypatch.setattr(keeping, "cloudformation", lambda: stacks)

    def run(*, restore: str = "yes") -> None:
        given = {"RULE_SET": OURS, "STACK_ID": STACK_ID, "RESTORE": restore}
        for name, value in {**given, "MONITOR": "Monitor", "NAMESPACE": "SesConstructs"}.items():
            monkeypatch.setenv(name, value)
        keeping.handler({}, None)

    return run


def active(world: ProviderWorld) -> str | None:
    found = world.v1.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    return found if isinstance(found, str) else None


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_set_that_is_active_is_left_alone(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    world.v1.set_active_receipt_rule_set(RuleSetName=OURS)
    look()
    assert (metrics.counted, told(capsys)) == ([0], [])
    assert world.calls == ["DescribeActiveReceiptRuleSet"]


def test_another_set_that_somebody_activated_is_replaced_and_counted(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    world.v1.set_active_receipt_rule_set(RuleSetName=THEIRS)
    look()
    look()
    assert active(world) == OURS
    assert metrics.counted == [1, 0]
    assert told(capsys) == [{"did": "activated again", "rule_set": OURS, "active": THEIRS}]


def test_a_set_that_somebody_switched_off_is_activated_again(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics
) -> None:
    look()
    assert (active(world), metrics.counted) == (OURS, [1])


def test_who_only_tells_changes_nothing(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    world.v1.set_active_receipt_rule_set(RuleSetName=THEIRS)
    look(restore="no")
    assert (active(world), metrics.counted) == (THEIRS, [1])
    assert told(capsys) == [{"did": "found inactive", "rule_set": OURS, "active": THEIRS}]


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS"])
def test_a_deployment_is_not_interfered_with(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics, stacks: Stacks, status: str
) -> None:
    stacks.status = status
    world.v1.set_active_receipt_rule_set(RuleSetName=THEIRS)
    look()
    assert (active(world), metrics.counted) == (THEIRS, [])


def test_a_set_that_is_gone_is_an_error_and_counted(
    world: ProviderWorld, look: Callable[..., None], metrics: Metrics
) -> None:
    world.v1.delete_receipt_rule_set(RuleSetName=OURS)
    with pytest.raises(ClientError, match="RuleSetDoesNotExist"):
        look()
    assert metrics.counted == [1]


@pytest.mark.parametrize("number", [0, 1])
def test_each_call_that_fails_is_an_error(world: ProviderWorld, look: Callable[..., None], number: int) -> None:
    world.failures[number] = "AccessDenied"
    with pytest.raises(ClientError, match="AccessDenied"):
        look()
    assert active(world) is None
    look()
    assert active(world) == OURS

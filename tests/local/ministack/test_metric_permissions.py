"""CloudWatch's own resource type and condition key, on an emulator that judges its callers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.emulator import Emulator
from ses_constructs.local.ministack import cbor
from ses_constructs.local.ministack.metric_permissions import _asked

ALARMS = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:*"


@pytest.fixture(scope="module")
def strict() -> Iterator[Emulator]:
    with Emulator(authorize=True) as running:
        yield running


def role(strict: Emulator, name: str, **statement: object) -> str:
    iam = strict.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    policy = {"Statement": [{"Effect": "Allow", **statement}]}
    iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps(policy))
    return arn


def test_metrics_go_into_the_namespace_that_the_condition_names(strict: Emulator) -> None:
    condition = {"StringEquals": {"cloudwatch:namespace": "SesConstructs"}}
    arn = role(strict, "puts", Action="cloudwatch:PutMetricData", Resource="*", Condition=condition)
    client = strict.session_as(arn).client("cloudwatch")
    client.put_metric_data(Namespace="SesConstructs", MetricData=[{"MetricName": "Heartbeat", "Value": 1}])
    with pytest.raises(ClientError, match="cloudwatch:PutMetricData"):
        client.put_metric_data(Namespace="AWS/SES", MetricData=[{"MetricName": "Heartbeat", "Value": 1}])


@pytest.mark.parametrize(("resource", "allowed"), [(ALARMS, True), ("*", True), (ALARMS[:-1] + "one", False)])
def test_alarms_are_described_by_who_may_see_them_all(resource: str, *, allowed: bool, strict: Emulator) -> None:
    arn = role(strict, f"sees{len(resource)}", Action="cloudwatch:DescribeAlarms", Resource=resource)
    client = strict.session_as(arn).client("cloudwatch")
    if allowed:
        assert client.describe_alarms()["MetricAlarms"] == []
        return
    with pytest.raises(ClientError, match="cloudwatch:DescribeAlarms"):
        client.describe_alarms()


def test_an_alarm_is_set_by_who_may_set_this_one(strict: Emulator) -> None:
    arn = role(strict, "sets", Action="cloudwatch:SetAlarmState", Resource=f"{ALARMS[:-1]}mine")
    client = strict.session_as(arn).client("cloudwatch")
    for name, refusal in (("mine", "not found"), ("theirs", "cloudwatch:SetAlarmState")):
        with pytest.raises(ClientError, match=refusal):
            client.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="a test")


ASKED: Mapping[str, object] = {"Namespace": "Mine", "MetricData": []}


@pytest.mark.parametrize(
    "body",
    [json.dumps(ASKED).encode(), cbor.dumps(dict(ASKED)), b"Action=PutMetricData&Namespace=Mine"],
    ids=["JSON", "CBOR", "form"],
)
def test_the_namespace_is_found_in_every_protocol(body: bytes) -> None:
    assert _asked(body, "Namespace") == "Mine"


@pytest.mark.parametrize("body", [b"", b"\xff\x00", b"[]"])
def test_a_body_without_a_namespace_has_none(body: bytes) -> None:
    assert _asked(body, "Namespace") == ""

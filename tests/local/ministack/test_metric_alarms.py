"""Alarms of templates: metric math, composite alarms, what is refused."""

from __future__ import annotations

import pytest

from .conftest import Sandbox, StackFailedError

Resource = dict[str, object]


def line(id: str, metric: str, *, returned: bool = False) -> dict[str, object]:
    stat = {"Metric": {"Namespace": "App", "MetricName": metric}, "Period": "60", "Stat": "Sum"}
    return {"Id": id, "MetricStat": stat, "ReturnData": returned}


def math_alarm(expression: str = "errors / calls", **changed: object) -> Resource:
    usual = {
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "Threshold": 0.5,
        "Metrics": [
            line("errors", "Errors"),
            line("calls", "Calls"),
            {"Id": "ratio", "Expression": expression, "ReturnData": True},
        ],
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": {**usual, **changed}}


def composite(**changed: object) -> Resource:
    rule = {"Fn::Sub": 'ALARM("${Ratio}")'}
    return {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmRule": rule, **changed}}


def test_an_alarm_on_metric_math_fires_and_its_composite_follows(sandbox: Sandbox) -> None:
    outputs = sandbox.deploy(
        {"Ratio": math_alarm(), "All": composite()},
        {"Ratio": {"Ref": "Ratio"}, "Arn": {"Fn::GetAtt": ["All", "Arn"]}},
    )
    cloudwatch = sandbox.emulator.client("cloudwatch", account=sandbox.account)
    (shown,) = cloudwatch.describe_alarms(AlarmNames=[outputs["Ratio"]])["MetricAlarms"]
    assert [each["Id"] for each in shown["Metrics"]] == ["errors", "calls", "ratio"]
    assert [each["ReturnData"] for each in shown["Metrics"]] == [False, False, True]
    assert "MetricName" not in shown
    data = [{"MetricName": "Errors", "Value": 3}, {"MetricName": "Calls", "Value": 4}]
    cloudwatch.put_metric_data(Namespace="App", MetricData=data)  # type: ignore[arg-type]
    both = cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    assert [each["StateValue"] for each in both["MetricAlarms"]] == ["ALARM"]
    assert [each["StateValue"] for each in both["CompositeAlarms"]] == ["ALARM"]
    assert both["CompositeAlarms"][0]["AlarmArn"] == outputs["Arn"]
    sandbox.delete()
    left = cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    assert (left["MetricAlarms"], left["CompositeAlarms"]) == ([], [])


def test_an_update_changes_the_alarm_and_a_new_name_makes_another(sandbox: Sandbox) -> None:
    cloudwatch = sandbox.emulator.client("cloudwatch", account=sandbox.account)

    def thresholds() -> dict[str, float]:
        return {each["AlarmName"]: each["Threshold"] for each in cloudwatch.describe_alarms()["MetricAlarms"]}

    sandbox.deploy({"Ratio": math_alarm(AlarmName="one")})
    assert thresholds() == {"one": 0.5}
    sandbox.deploy({"Ratio": math_alarm(AlarmName="one", Threshold=0.7)})
    assert thresholds() == {"one": 0.7}
    sandbox.deploy({"Ratio": math_alarm(AlarmName="two", Threshold=0.7)})
    assert thresholds() == {"two": 0.7}


def test_a_composite_alarm_is_updated_in_place_and_renamed_by_replacement(sandbox: Sandbox) -> None:
    cloudwatch = sandbox.emulator.client("cloudwatch", account=sandbox.account)

    def described() -> dict[str, str]:
        found = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        return {each["AlarmName"]: each["AlarmDescription"] for each in found}

    sandbox.deploy({"Ratio": math_alarm(), "All": composite(AlarmName="one", AlarmDescription="a")})
    sandbox.deploy({"Ratio": math_alarm(), "All": composite(AlarmName="one", AlarmDescription="b")})
    assert described() == {"one": "b"}
    sandbox.deploy({"Ratio": math_alarm(), "All": composite(AlarmName="two", AlarmDescription="b")})
    assert described() == {"two": "b"}


@pytest.mark.parametrize(
    ("resources", "complaint"),
    [
        ({"Ratio": math_alarm("errors /")}, "metric math"),
        ({"Ratio": math_alarm(ThresholdMetricId="band")}, "ThresholdMetricId"),
        ({"Ratio": math_alarm(), "All": composite(ActionsSuppressor="other")}, "ActionsSuppressor"),
        ({"All": composite(AlarmRule='ALARM("absent")')}, "absent"),
    ],
)
def test_what_the_emulator_does_not_know_is_refused(
    sandbox: Sandbox, resources: dict[str, object], complaint: str
) -> None:
    with pytest.raises(StackFailedError, match=complaint):
        sandbox.deploy(resources)

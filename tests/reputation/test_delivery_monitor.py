"""The delivery monitor: what it counts, when it tells people, and what it refuses."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.local.metric_math import evaluate
from ses_constructs.reputation import Delays, DeliveryMonitor

from .conftest import OfType

ALARM = "AWS::CloudWatch::Alarm"
DESTINATION = "AWS::SES::ConfigurationSetEventDestination"


def alarms(stack: cdk.Stack, of_type: OfType) -> dict[str, dict[str, Any]]:
    """By the last words of their logical ids."""
    found = of_type(stack, ALARM).items()
    kinds = ("Reject", "RenderingFailure", "DeliveryDelay")
    return {kind: one["Properties"] for id, one in found for kind in kinds if kind in id}


def test_each_set_counts_what_its_alarms_watch(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    DeliveryMonitor(stack, "Monitor", configuration_sets=[receipts], operators=operators)
    (destination,) = of_type(stack, DESTINATION).values()
    counted = destination["Properties"]["EventDestination"]
    assert counted["MatchingEventTypes"] == ["send", "reject", "renderingFailure", "deliveryDelay"]
    (dimension,) = counted["CloudWatchDestination"]["DimensionConfigurations"]
    name = stack.resolve(receipts.configuration_set_name)
    assert dimension == {
        "DimensionName": "monitored-set",
        "DefaultDimensionValue": name,
        "DimensionValueSource": "messageTag",
    }
    for kind in ("Reject", "RenderingFailure"):
        alarm = alarms(stack, of_type)[kind]
        assert (alarm["MetricName"], alarm["Threshold"], alarm["Period"]) == (kind, 1, 300)
        assert alarm["Dimensions"] == [{"Name": "monitored-set", "Value": name}]
        assert alarm["TreatMissingData"] == "notBreaching"
    assert all(
        one["AlarmActions"] == [stack.resolve(operators.topic_arn)] for one in alarms(stack, of_type).values()
    )


@pytest.mark.parametrize(
    ("sends", "delays", "share"),
    [(None, None, 0), (19, 19, 0), (20, None, 0), (100, 10, 0.1), (100, 100, 1), (None, 5, 0)],
)
def test_delays_are_a_share_of_enough_mail(
    sends: float | None,
    delays: float | None,
    share: float,
    stack: cdk.Stack,
    operators: sns.Topic,
    receipts: ses.ConfigurationSet,
    of_type: OfType,
) -> None:
    DeliveryMonitor(stack, "Monitor", configuration_sets=[receipts], operators=operators)
    alarm = alarms(stack, of_type)["DeliveryDelay"]
    assert alarm["Threshold"] == 0.1
    (expression,) = [line["Expression"] for line in alarm["Metrics"] if "Expression" in line]
    assert evaluate(expression, {"sends": [sends], "delays": [delays]}, length=1) == [share]


def test_every_number_is_settable(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    DeliveryMonitor(
        stack,
        "Monitor",
        configuration_sets=[receipts],
        operators=operators,
        rejects=3,
        rendering_failures=5,
        delays=Delays(share=0.5, sends=10, window=cdk.Duration.hours(1)),
        runbook="https://wiki.example.com",
    )
    found = alarms(stack, of_type)
    assert {kind: one["Threshold"] for kind, one in found.items()} == {
        "Reject": 3,
        "RenderingFailure": 5,
        "DeliveryDelay": 0.5,
    }
    periods = {line["MetricStat"]["Period"] for line in found["DeliveryDelay"]["Metrics"] if "MetricStat" in line}
    assert periods == {3600}
    assert "50 % of the mails" in str(found["DeliveryDelay"]["AlarmDescription"])
    assert all("Runbook: https://wiki.example.com" in str(one["AlarmDescription"]) for one in found.values())


def test_it_goes_with_sets_of_either_library_and_a_guard(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    other = ConfigurationSet(stack, "News", reputation_metrics=False)
    monitor = DeliveryMonitor(stack, "Monitor", configuration_sets=[receipts, other], operators=operators)
    assert len(of_type(stack, ALARM)) == len(monitor.alarms) == 6


@pytest.mark.parametrize("setting", ["rejects", "rendering_failures"])
def test_a_number_that_is_always_reached_is_refused(
    setting: str, stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet
) -> None:
    with pytest.raises(InvalidSettingError, match=rf"{setting}=0 would always be reached(.|\n)*at:  Mail/Monitor"):
        DeliveryMonitor(
            stack,
            "Monitor",
            configuration_sets=[receipts],
            operators=operators,
            **{setting: 0},  # type: ignore[arg-type]
        )


@pytest.mark.parametrize(
    "wrong", [{"share": 0}, {"share": 10}, {"sends": 0}, {"window": cdk.Duration.seconds(90)}]
)
def test_delays_that_say_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError):
        Delays(**wrong)


def test_no_set_and_the_same_set_twice_are_refused(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet
) -> None:
    with pytest.raises(InvalidSettingError, match="watches nothing"):
        DeliveryMonitor(stack, "None", configuration_sets=[], operators=operators)
    with pytest.raises(ConflictingSettingsError, match="twice"):
        DeliveryMonitor(stack, "Twice", configuration_sets=[receipts, receipts], operators=operators)


def test_a_set_of_another_region_is_refused(app: cdk.App, irish_stack: cdk.Stack) -> None:
    there = cdk.Stack(app, "There", env=cdk.Environment(account="111122223333", region="us-east-1"))
    far = ses.ConfigurationSet(there, "Far")
    topic = sns.Topic(irish_stack, "Topic")
    with pytest.raises(ConflictingSettingsError, match="is in us-east-1"):
        DeliveryMonitor(irish_stack, "Monitor", configuration_sets=[far], operators=topic)


def test_a_set_without_room_for_the_counts_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    full = ConfigurationSet(stack, "Full")
    for number in range(10):
        full.add_destination(f"Bus{number}", Destination.event_bus())
    with pytest.raises(ConflictingSettingsError, match="at most 10 event destinations"):
        DeliveryMonitor(stack, "Monitor", configuration_sets=[full], operators=operators)


def test_two_monitors_do_not_count_one_set(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet
) -> None:
    DeliveryMonitor(stack, "First", configuration_sets=[receipts], operators=operators)
    with pytest.raises(ConflictingSettingsError, match="counted twice"):
        DeliveryMonitor(stack, "Second", configuration_sets=[receipts], operators=operators)

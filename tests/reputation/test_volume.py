"""The gate in front of a pause: its settings, its counts, and what its expression decides."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.configuration_sets import ConfigurationSet, Destination
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.local import metric_math
from ses_constructs.reputation import GuardScope, ReputationGuard, Volume

from .conftest import OfType

ALARM = "AWS::CloudWatch::Alarm"
COUNTS = "AWS::SES::ConfigurationSetEventDestination"


@pytest.mark.parametrize("setting", ["sends", "bounces", "complaints"])
@pytest.mark.parametrize("number", [0, -1])
def test_a_gate_that_is_none_is_refused(setting: str, number: int) -> None:
    given = {"sends": 1, "bounces": 1, "complaints": 1, setting: number}
    with pytest.raises(InvalidSettingError, match=f"{setting}={number} is no gate"):
        Volume.at_least(sends=given["sends"], bounces=given["bounces"], complaints=given["complaints"])


def expression(stack: cdk.Stack, of_type: OfType, kind: str) -> str:
    (alarm,) = [one["Properties"] for id, one in of_type(stack, ALARM).items() if f"Pause{kind}" in id]
    (line,) = [line for line in alarm["Metrics"] if "Expression" in line]
    return str(line["Expression"])


@pytest.mark.parametrize(
    ("rate", "sends", "bounces", "decided"),
    [
        (0.33, 3, 1, 0),  # one of three, at night
        (0.24, 49, 12, 0),  # not enough sent
        (0.22, 50, 11, 0),  # not enough came back
        (0.24, 50, 12, 0.24),  # enough of both
        (0.33, 1000, 12, 0),  # an old rate of few mails, and a good hour since
        (0.08, 1000, 80, 0.08),  # the pause rate came back within the hour
        (0.08, 1000, 79, 0),
        (0.01, 1000, 39, 0),
        (0.12, None, None, 0),  # nothing counted
        (0.12, 1000, None, 0),  # nothing came back
        (None, 1000, 400, None),  # no rate: no news
        (None, None, None, 0),
    ],
)
def test_what_the_gate_lets_through(
    rate: float | None,
    sends: float | None,
    bounces: float | None,
    decided: float | None,
    stack: cdk.Stack,
    operators: sns.Topic,
    of_type: OfType,
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    text = expression(stack, of_type, "Bounce")
    assert metric_math.evaluate(text, {"rate": [rate], "sends": [sends], "back": [bounces]}, length=1) == [decided]


def test_settings_of_ones_own_reach_the_gate(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    volume = Volume.at_least(sends=7, bounces=2, complaints=1, window=cdk.Duration.hours(6))
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, volume=volume)
    assert "FILL(sends, 0) >= 7 && FILL(back, 0) >= 2 " in expression(stack, of_type, "Bounce")
    assert "FILL(sends, 0) >= 7 && FILL(back, 0) >= 1 " in expression(stack, of_type, "Complaint")


def test_each_set_is_counted_by_a_dimension_that_nobody_else_counts_by(
    stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(receipts), operators=operators)
    name = stack.resolve(receipts.configuration_set_name)
    (counts,) = of_type(stack, COUNTS).values()
    assert counts["Properties"]["ConfigurationSetName"] == name
    destination = counts["Properties"]["EventDestination"]
    assert destination["MatchingEventTypes"] == ["send", "delivery", "bounce", "complaint"]
    assert destination["CloudWatchDestination"]["DimensionConfigurations"] == [
        {"DimensionName": "guarded-set", "DefaultDimensionValue": name, "DimensionValueSource": "messageTag"}
    ]
    (alarm,) = [one["Properties"] for id, one in of_type(stack, ALARM).items() if "PauseBounce" in id]
    counted = [line["MetricStat"]["Metric"] for line in alarm["Metrics"] if line["Id"] in ("sends", "back")]
    assert {metric["MetricName"] for metric in counted} == {"Send", "Bounce"}
    assert [metric["Dimensions"] for metric in counted] == [[{"Name": "guarded-set", "Value": name}]] * 2


@pytest.mark.parametrize("account", [True, False])
def test_without_a_gate_nothing_is_counted(
    account: bool, stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    watch = GuardScope.account() if account else GuardScope.configuration_sets(receipts)
    ReputationGuard(stack, "Guard", watch=watch, operators=operators, volume=Volume.any_number())
    assert of_type(stack, COUNTS) == {}
    assert not any("Metrics" in one["Properties"] for one in of_type(stack, ALARM).values())


def test_a_set_without_room_for_the_count_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    full = ConfigurationSet(stack, "Full")
    for number in range(10):
        full.add_destination(f"Bus{number}", Destination.event_bus())
    with pytest.raises(ConflictingSettingsError, match="at most 10 event destinations") as caught:
        ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(full), operators=operators)
    assert str(caught.value.at).startswith("Mail/Guard/")


def test_the_count_takes_the_room_of_a_destination(stack: cdk.Stack, operators: sns.Topic) -> None:
    guarded = ConfigurationSet(stack, "Guarded")
    ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(guarded), operators=operators)
    for number in range(9):
        guarded.add_destination(f"Bus{number}", Destination.event_bus())
    with pytest.raises(ConflictingSettingsError, match="at most 10 event destinations"):
        guarded.add_destination("Bus9", Destination.event_bus())

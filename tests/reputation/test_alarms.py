"""The alarms: what each watches, when it fires, what it does and says."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from ses_constructs.reputation import (
    AccountMonitor,
    AutoResume,
    DeliveryMonitor,
    GuardScope,
    Rates,
    ReputationGuard,
    Volume,
)

from .conftest import OfType, Resources

ALARM = "AWS::CloudWatch::Alarm"


def reputation_alarms(alarms: Resources) -> dict[tuple[str, float], dict[str, Any]]:
    """The alarms on SES's rates, by metric and threshold; of gated ones with the rate's metric put in.

    The drill's is left out.
    """
    found = [one["Properties"] | rate_of(one["Properties"]) for id, one in alarms.items() if "Drill" not in id]
    return {(one["MetricName"], one["Threshold"]): one for one in found if one["Namespace"] == "AWS/SES"}


def rate_of(alarm: dict[str, Any]) -> dict[str, Any]:
    lines = [line["MetricStat"] for line in alarm.get("Metrics", []) if line["Id"] == "rate"]
    return {**lines[0]["Metric"], "Period": lines[0]["Period"], "Statistic": lines[0]["Stat"]} if lines else {}


def lines_of(alarm: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {line["Id"]: line for line in alarm["Metrics"]}


@pytest.fixture
def guard(stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet) -> ReputationGuard:
    return ReputationGuard(stack, "Guard", watch=GuardScope.configuration_sets(receipts), operators=operators)


def test_both_rates_are_watched_at_both_levels(stack: cdk.Stack, guard: ReputationGuard, of_type: OfType) -> None:
    alarms = reputation_alarms(of_type(stack, ALARM))
    assert set(alarms) == {
        ("Reputation.BounceRate", 0.05),
        ("Reputation.BounceRate", 0.08),
        ("Reputation.ComplaintRate", 0.001),
        ("Reputation.ComplaintRate", 0.004),
    }
    for (_, threshold), alarm in alarms.items():
        gated = threshold in (0.08, 0.004)
        assert (alarm["Statistic"], alarm["Period"]) == (("Maximum", 3600) if gated else ("Average", 300))
        assert alarm["EvaluationPeriods"] == 1
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert alarm["TreatMissingData"] == "ignore"


def test_the_alarms_of_a_set_have_its_dimension(
    stack: cdk.Stack, guard: ReputationGuard, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    name = stack.resolve(receipts.configuration_set_name)
    for alarm in reputation_alarms(of_type(stack, ALARM)).values():
        assert alarm["Dimensions"] == [{"Name": "ses:configuration-set", "Value": name}]


def test_the_alarms_of_the_account_have_no_dimension(
    stack: cdk.Stack, operators: sns.Topic, of_type: OfType
) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators)
    alarms = reputation_alarms(of_type(stack, ALARM))
    assert len(alarms) == 4
    assert not any("Dimensions" in alarm for alarm in alarms.values())


def test_warnings_tell_people_and_pauses_invoke_the_function_too(
    stack: cdk.Stack, guard: ReputationGuard, operators: sns.Topic, of_type: OfType
) -> None:
    alarms = reputation_alarms(of_type(stack, ALARM))
    tell = stack.resolve(operators.topic_arn)
    stop = stack.resolve(guard.pause_function.function_arn)
    assert alarms["Reputation.BounceRate", 0.05]["AlarmActions"] == [tell]
    assert alarms["Reputation.ComplaintRate", 0.001]["AlarmActions"] == [tell]
    assert alarms["Reputation.BounceRate", 0.08]["AlarmActions"] == [stop, tell]
    assert alarms["Reputation.ComplaintRate", 0.004]["AlarmActions"] == [stop, tell]


def test_settings_of_ones_own_reach_the_alarms(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    ReputationGuard(
        stack,
        "Guard",
        watch=GuardScope.account(),
        operators=operators,
        warn=Rates(bounce=0.02, complaint=0.0005),
        pause=Rates(bounce=0.03, complaint=0.002),
        period=cdk.Duration.minutes(15),
        volume=Volume.any_number(),
    )
    alarms = reputation_alarms(of_type(stack, ALARM))
    assert {threshold for _, threshold in alarms} == {0.02, 0.0005, 0.03, 0.002}
    assert {alarm["Period"] for alarm in alarms.values()} == {900}


def test_each_description_says_what_happened_and_how_to_resume(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    command = stack.resolve(guard.resume_command)["Fn::Join"][1]
    alarms = reputation_alarms(of_type(stack, ALARM))
    for (metric, threshold), says in {
        ("Reputation.BounceRate", 0.05): "reached 5 %. From 8 % on sending is paused",
        ("Reputation.BounceRate", 0.08): "reached 8 %: sending is paused",
        ("Reputation.ComplaintRate", 0.001): "reached 0.1 %. From 0.4 % on sending is paused",
        ("Reputation.ComplaintRate", 0.004): "reached 0.4 %: sending is paused",
    }.items():
        text = alarms[metric, threshold]["AlarmDescription"]["Fn::Join"][1]
        assert any(isinstance(part, str) and says in part for part in text)
        assert "".join(str(part) for part in command) in "".join(str(part) for part in text)
        kind = "Bounce" if metric == "Reputation.BounceRate" else "Complaint"
        section = f"Warn{kind}" if "From" in says else f"Pause{kind}"
        assert text[-1].endswith(f" Runbook: python -m ses_constructs.reputation runbook {section}")


@pytest.mark.parametrize("runbook", [None, "https://" + "r" * 292], ids=["ours", "the longest"])
def test_a_description_with_the_longest_names_fits(
    runbook: str | None, stack: cdk.Stack, operators: sns.Topic, receipts: ses.ConfigurationSet, of_type: OfType
) -> None:
    longest = 1024
    watch = GuardScope.configuration_sets(receipts)
    rates = Rates(bounce=0.012345678, complaint=0.0012345678)
    ReputationGuard(
        stack, "Guard", watch=watch, operators=operators, warn=rates, auto_resume=AutoResume(), runbook=runbook
    )
    AccountMonitor(stack, "Monitor", operators=operators, dedicated_ips=True, runbook=runbook)
    DeliveryMonitor(stack, "Delivery", configuration_sets=[receipts], operators=operators, runbook=runbook)
    lengths = []
    for alarm in of_type(stack, ALARM).values():
        text = alarm["Properties"]["AlarmDescription"]
        parts = [text] if isinstance(text, str) else text["Fn::Join"][1]
        lengths.append(sum(len(part) if isinstance(part, str) else 64 for part in parts))
    assert len(lengths) > 20
    assert max(lengths) <= longest


def test_a_pause_path_that_fails_is_alarmed(
    stack: cdk.Stack, guard: ReputationGuard, operators: sns.Topic, of_type: OfType
) -> None:
    alarms = {id: one["Properties"] for id, one in of_type(stack, ALARM).items()}
    (checked,) = [alarms.pop(id) for id in list(alarms) if "CheckErrors" in id]
    found = [one for one in alarms.values() if "Metrics" not in one]
    failures = {one["MetricName"]: one for one in found if one["Namespace"] != "AWS/SES"}
    guards = [{"Name": "Guard", "Value": stack.resolve(guard.pause_function.function_name)}]
    function = [{"Name": "FunctionName", "Value": stack.resolve(guard.pause_function.function_name)}]
    queue = [{"Name": "QueueName", "Value": stack.resolve(guard.dead_letter_queue.queue_name)}]
    assert checked["EvaluationPeriods"] == 2
    check = stack.resolve(guard.check_function.function_name)
    assert checked["Dimensions"] == [{"Name": "FunctionName", "Value": check}]
    watched = {name: (one["Namespace"], one["Statistic"], one["Dimensions"]) for name, one in failures.items()}
    assert watched == {
        "Errors": ("AWS/Lambda", "Sum", function),
        "Throttles": ("AWS/Lambda", "Sum", function),
        "ApproximateNumberOfMessagesVisible": ("AWS/SQS", "Maximum", queue),
        "SendingInAlarm": ("SesConstructs", "Maximum", guards),
        "Heartbeat": ("SesConstructs", "Sum", guards),
    }
    for name, alarm in failures.items():
        silence = name == "Heartbeat"
        assert alarm["Threshold"] == 1
        assert alarm["ComparisonOperator"] == ("LessThanThreshold" if silence else "GreaterThanOrEqualToThreshold")
        assert alarm["TreatMissingData"] == ("missing" if silence else "notBreaching")
        assert alarm["EvaluationPeriods"] == (2 if silence else 1)
        assert alarm["AlarmActions"] == [stack.resolve(operators.topic_arn)]
        assert alarm.get("InsufficientDataActions") == (alarm["AlarmActions"] if silence else None)
        assert "Pause by hand: aws sesv2" in alarm["AlarmDescription"]["Fn::Join"][1][0]


def test_an_alarm_takes_further_actions(stack: cdk.Stack, guard: ReputationGuard, of_type: OfType) -> None:
    from aws_cdk import aws_cloudwatch_actions as actions

    guard.pause_alarms[0].add_alarm_action(actions.SnsAction(sns.Topic(stack, "Pager")))
    alarm = reputation_alarms(of_type(stack, ALARM))["Reputation.BounceRate", 0.08]
    assert len(alarm["AlarmActions"]) == 3


def test_m_of_n_periods_have_to_breach(stack: cdk.Stack, operators: sns.Topic, of_type: OfType) -> None:
    ReputationGuard(stack, "Guard", watch=GuardScope.account(), operators=operators, datapoints=(2, 3))
    for alarm in reputation_alarms(of_type(stack, ALARM)).values():
        assert (alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"]) == (2, 3)


def test_the_lines_of_a_gated_alarm_fit_together(
    stack: cdk.Stack, guard: ReputationGuard, of_type: OfType
) -> None:
    alarm = reputation_alarms(of_type(stack, ALARM))["Reputation.ComplaintRate", 0.004]
    lines = lines_of(alarm)
    assert {line["MetricStat"]["Period"] for line in lines.values() if "MetricStat" in line} == {3600}
    assert lines["back"]["MetricStat"]["Metric"]["MetricName"] == "Complaint"
    assert sum(line.get("ReturnData", True) for line in lines.values()) == 1

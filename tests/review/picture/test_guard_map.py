"""The map of what watches and what is paused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ses_constructs.review import Assembly
from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.guard_map import guard_flow
from ses_constructs.review.picture.part import Kind
from tests.review.conftest import assembly_of

STORED = Path(__file__).parents[2] / "stored_templates"


def stored(name: str) -> Assembly:
    return Assembly.of(json.loads((STORED / f"{name}.json").read_text()))


def test_alarms_set_off_the_guard_which_pauses_what_they_watch(seen: Callable[[Flow], set[str]]) -> None:
    flow = guard_flow(stored("guard_two_streams"))
    arrows = seen(flow)
    assert {"Receipts > Pause alarm", "Pause alarm > Guard", "Guard > Receipts", "Guard > Newsletter"} <= arrows
    assert {"Warning > Operators", "Operators > ops@example.com"} <= arrows
    assert "Warning > Guard" not in arrows
    assert sum(part.kind is Kind.PAUSE for part in flow.parts) == 2


def test_an_alarm_says_from_which_rate() -> None:
    lines = {part.line for part in guard_flow(stored("guard_two_streams")).parts if part.kind is Kind.ALARM}
    assert lines == {"3 % bounces", "6 % bounces", "0.1 % complaints", "0.3 % complaints"}


def test_an_alarm_on_the_account_by_a_topic_pauses_the_account(seen: Callable[[Flow], set[str]]) -> None:
    flow = guard_flow(
        assembly_of(
            """
            Told:
              Type: AWS::SNS::Topic
              Properties: {Subscription: [{Protocol: lambda, Endpoint: !GetAtt Stop.Arn}]}
            High:
              Type: AWS::CloudWatch::Alarm
              Properties:
                Namespace: AWS/SES
                MetricName: Reputation.BounceRate
                Threshold: 0.05
                AlarmActions: [!Ref Told]
            Stop: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt May.Arn}}
            May:
              Type: AWS::IAM::Role
              Properties:
                Policies:
                - PolicyDocument:
                    Statement: {Effect: Allow, Action: "ses:PutAccountSendingAttributes", Resource: "*"}
            """
        )
    )
    assert seen(flow) == {
        "The whole account > Pause alarm",
        "Pause alarm > Told",
        "Told > Stop",
        "Stop > The whole account",
    }


def test_an_alarm_that_tells_people_pauses_nothing() -> None:
    alarm = "{Namespace: AWS/SES, MetricName: Reputation.BounceRate, Dimensions: [{Name: a, Value: b}]}"
    flow = guard_flow(assembly_of(f"High: {{Type: AWS::CloudWatch::Alarm, Properties: {alarm}}}"))
    assert {part.title for part in flow.parts} == {"b", "Warning"}

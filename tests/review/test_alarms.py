"""Alarms on reputation, and what they set off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.alarms import pausing_functions, reputation_alarms

GUARD = """
    Role:
      Type: AWS::IAM::Role
      Properties: {{Policies: [{{PolicyDocument: {{Statement: [{{Effect: Allow, Action: "{action}"}}]}}}}]}}
    Pause: {{Type: AWS::Lambda::Function, Properties: {{Role: !GetAtt Role.Arn}}}}
    Topic: {{Type: AWS::SNS::Topic}}
    Heard: {{Type: AWS::SNS::Subscription, Properties: {{TopicArn: !Ref Topic, Endpoint: !GetAtt Pause.Arn}}}}
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties: {{Namespace: AWS/SES, MetricName: Reputation.BounceRate, AlarmActions: [{target}]}}
"""


@pytest.mark.parametrize("target", ["!GetAtt Pause.Arn", "!Ref Topic"])
def test_a_guard_is_set_off_directly_or_by_a_topic(target: str, assembly: Callable[[str], Assembly]) -> None:
    read = assembly(GUARD.format(action="ses:PutAccountSendingAttributes", target=target))
    assert [function.logical_id for function in pausing_functions(read)] == ["Pause"]


def test_a_function_that_may_not_pause_is_no_guard(assembly: Callable[[str], Assembly]) -> None:
    assert pausing_functions(assembly(GUARD.format(action="ses:GetAccount", target="!Ref Topic"))) == {}


def test_alarms_on_other_metrics_are_not_about_reputation(assembly: Callable[[str], Assembly]) -> None:
    other = GUARD.replace("Reputation.BounceRate", "Bounce").format(action="ses:*", target="!Ref Topic")
    assert reputation_alarms(assembly(other)) == ()

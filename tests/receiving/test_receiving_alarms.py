"""Alarms on actions that fail, and on messages that are lost to them."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from ses_constructs.errors import InvalidSettingError
from ses_constructs.receiving import ActiveRuleSetMetrics, ReceiptRuleSet, ReceivingAlarms, StopAction
from tests.receiving.conftest import Read

Reader = Callable[[cdk.Stack], Read]


@pytest.mark.parametrize("active", [False, True])
def test_operators_hear_of_a_set_or_of_whichever_is_active(stack: cdk.Stack, read: Reader, active: bool) -> None:
    operators = sns.Topic(stack, "Operators")
    inbound = ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="set")
    ReceivingAlarms(stack, "Alarms", operators=operators, of=ActiveRuleSetMetrics() if active else inbound)
    template = read(stack)
    alarms = [made["Properties"] for made in template.of_type("AWS::CloudWatch::Alarm").values()]
    assert sorted(alarm["MetricName"] for alarm in alarms) == ["PublishExpired", "PublishFailure"]
    for alarm in alarms:
        assert alarm["Dimensions"] == [{"Name": "RuleSetName", "Value": "[Active]" if active else "set"}]
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (1, "GreaterThanOrEqualToThreshold")
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmActions"] == alarm["OKActions"] == [stack.resolve(operators.topic_arn)]


def test_one_rule_can_have_alarms_of_its_own(stack: cdk.Stack, read: Reader) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound")
    rule = inbound.add_rule("Rule", catch_all=True, actions=[StopAction()], receipt_rule_name="rule")
    ReceivingAlarms(stack, "Alarms", operators=sns.Topic(stack, "Operators"), of=rule)
    alarms = read(stack).of_type("AWS::CloudWatch::Alarm").values()
    assert [alarm["Properties"]["Dimensions"] for alarm in alarms] == [[{"Name": "RuleName", "Value": "rule"}]] * 2


def test_a_topic_that_alarms_cannot_reach_is_refused(stack: cdk.Stack) -> None:
    operators = sns.Topic(stack, "Operators", fifo=True)
    with pytest.raises(InvalidSettingError, match="use a standard topic"):
        ReceivingAlarms(stack, "Alarms", operators=operators, of=ActiveRuleSetMetrics())

"""The metrics of a rule set, of a rule, and of whichever set is active."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.receiving import ActiveRuleSetMetrics, ReceiptRuleSet, ReceivingMetrics, StopAction

METRICS = {
    "metric_received": "Received",
    "metric_publish_success": "PublishSuccess",
    "metric_publish_failure": "PublishFailure",
    "metric_publish_expired": "PublishExpired",
}


@pytest.mark.parametrize(("method", "name"), METRICS.items())
def test_each_metric_counts_messages_of_whichever_set_is_active(method: str, name: str) -> None:
    metric = getattr(ActiveRuleSetMetrics(), method)()
    assert (metric.namespace, metric.metric_name, metric.statistic) == ("AWS/SES", name, "Sum")
    assert dict(metric.dimensions) == {"RuleSetName": "[Active]"}
    assert metric.period.to_minutes() == 5


def test_a_set_and_a_rule_count_their_own(stack: cdk.Stack) -> None:
    inbound = ReceiptRuleSet(stack, "Inbound", receipt_rule_set_name="set")
    rule = inbound.add_rule("Rule", catch_all=True, actions=[StopAction()], receipt_rule_name="rule")
    of: dict[str, ReceivingMetrics] = {"RuleSetName": inbound, "RuleName": rule}
    found = {name: dict(each.metric_received().dimensions or {}) for name, each in of.items()}
    assert found == {"RuleSetName": {"RuleSetName": "set"}, "RuleName": {"RuleName": "rule"}}


def test_a_period_can_be_given() -> None:
    assert ActiveRuleSetMetrics().metric_received(period=cdk.Duration.hours(1)).period.to_minutes() == 60
